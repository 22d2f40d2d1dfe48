import { expect, test } from "bun:test";
import { join } from "node:path";
import { checkout } from "./rig/folders.ts";
import { temporary } from "./rig/index.ts";
import { run } from "./rig/process.ts";

/** What Biome says of a text, were it the file of this name in a checkout with our arrows. */
async function lint(file: string, text: string): Promise<string> {
  await using folder = await temporary();
  await Bun.write(join(folder.path, "biome.json"), JSON.stringify({ extends: ["./biome.arrows.json"] }));
  await Bun.write(join(folder.path, "biome.arrows.json"), Bun.file(join(checkout, "biome.arrows.json")));
  await Bun.write(join(folder.path, file), text);
  const { stdout, stderr } = await run([join(checkout, "node_modules/.bin/biome"), "lint", "."], { cwd: folder.path });
  return stdout + stderr;
}

test("an import against the arrows is refused with the arrows that there are", async () => {
  const said = await lint("packages/engine/src/planted.ts", 'export { plan } from "@slipway/stack";\n');
  expect(said).toContain("engine may import @slipway/core");
});

test("an import along the arrows is accepted", async () => {
  const said = await lint("packages/engine/src/planted.ts", 'export { redact } from "@slipway/core";\n');
  expect(said).not.toContain("noRestrictedImports");
});

test("a package is entered through its index only", async () => {
  const said = await lint("packages/stack/src/planted.ts", 'export { a } from "@slipway/core/src/error.ts";\n');
  expect(said).toContain("A package is entered through its index only");
});

test("a relative import may not leave its package", async () => {
  const said = await lint("packages/stack/src/planted.ts", 'export { a } from "../../core/src/error.ts";\n');
  expect(said).toContain("A relative import may not leave its package");
});

test("a folder that only decides may not import modules of Node", async () => {
  const said = await lint("packages/stack/src/plan/planted.ts", 'export { join } from "node:path";\n');
  expect(said).toContain("plan/** may import no module of Node");
});

test("what only Bun has may not be used by a package, but by its tests", async () => {
  const text = 'export { sleep } from "bun";\n';
  expect(await lint("packages/compose/src/planted.ts", text)).toContain("What only Bun has belongs into tests");
  expect(await lint("packages/compose/src/planted.test.ts", text)).not.toContain("noRestrictedImports");
});

test("other people's packages are imported by the package that names them only", async () => {
  const text = 'export { load } from "js-yaml";\n';
  expect(await lint("packages/stack/src/planted.ts", text)).toContain("stack may import nothing of other people");
  expect(await lint("packages/core/src/planted.ts", text)).not.toContain("noRestrictedImports");
});
