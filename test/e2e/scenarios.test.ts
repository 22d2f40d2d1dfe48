import { expect, test } from "bun:test";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

const here = import.meta.dir;

/** The names that files of scenarios use for their data. */
async function namesInUse(): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for (const file of (await readdir(here)).filter((name) => name.endsWith(".e2e.test.ts"))) {
    const text = await Bun.file(join(here, file)).text();
    for (const [, name = ""] of text.matchAll(/\bscenario\(\s*"([^"]+)"/g)) names.add(name);
    for (const [, name = ""] of text.matchAll(/\bdata\/([a-z-]+)\//g)) names.add(name);
  }
  return names;
}

test("every folder of data belongs to a scenario, and every scenario has one", async () => {
  expect((await readdir(join(here, "data"))).sort()).toEqual([...(await namesInUse())].sort());
});

test("every scenario has its line in SCENARIOS.md", async () => {
  const document = await Bun.file(join(here, "SCENARIOS.md")).text();
  for (const name of await namesInUse()) expect(document).toContain(`| ${name} |`);
});
