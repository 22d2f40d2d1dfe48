import { expect, test } from "bun:test";
import { join } from "node:path";
import { checkout } from "../rig/folders.ts";
import * as rig from "../rig/index.ts";
import { must } from "../rig/process.ts";

const compose = "services:\n  web:\n    image: nginx\n    privileged: true\n";

test("an audit in Node 22 finds what it finds in Bun", async () => {
  await using folder = await rig.temporary();
  await Bun.write(join(folder.path, "compose.yaml"), compose);
  const code = `import { auditRepository, openRepository, rules } from ${JSON.stringify(join(checkout, "packages/audit/src/index.ts"))};
    const { findings } = await auditRepository(openRepository(${JSON.stringify(folder.path)}), { rules, today: "2026-11-21" });
    for (const { rule, file, line } of findings) console.log(rule, file, line);`;
  const script = join(folder.path, "audit.mjs");
  await Bun.write(script, code);
  const inNode = await must([await rig.node(), "--experimental-strip-types", "--no-warnings", script], {
    cwd: checkout,
  });
  expect(inNode).toContain("SE604 compose.yaml 4");
  expect(await must([process.execPath, script], { cwd: checkout })).toBe(inNode);
}, 120_000);
