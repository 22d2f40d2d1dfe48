import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pack } from "../../tools/pack.ts";
import { checkout } from "../rig/folders.ts";
import * as rig from "../rig/index.ts";
import { must } from "../rig/process.ts";

/** An empty project in which the packages are installed from their tarballs, as from npm. */
let project: string;
let folder: Awaited<ReturnType<typeof rig.temporary>>;

beforeAll(async () => {
  folder = await rig.temporary();
  project = join(folder.path, "shop");
  const packed = join(folder.path, "packed");
  await mkdir(packed);
  const tarballs = await pack(packed);
  await Bun.write(join(project, "package.json"), JSON.stringify({ name: "shop", private: true, type: "module" }));
  await Bun.write(join(project, "compose.yaml"), "services:\n  web:\n    image: nginx\n    build: [a]\n");
  await Bun.write(join(project, "slipway.settings.yaml"), "settings:\n  PORT: { type: port, default: 8080 }\n");
  await must(["npm", "install", "--no-audit", "--no-fund", "--prefer-offline", ...tarballs], { cwd: project });
}, 120_000);
afterAll(() => folder[Symbol.asyncDispose]());

const runtimes: readonly [name: string, path: () => Promise<string> | string][] = [
  ["Node 22", rig.node],
  ["Bun", () => process.execPath],
];
for (const [name, path] of runtimes) {
  test(`every example of the READMEs runs in ${name} and prints what it says`, async () => {
    const program = await path();
    for (const library of ["core", "compose", "settings"]) {
      const readme = await Bun.file(join(checkout, "packages", library, "README.md")).text();
      const examples = [...readme.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, code = ""]) => code);
      expect(examples.length).toBeGreaterThan(0);
      for (const [index, code] of examples.entries()) {
        const file = join(project, `${library}-${index}.js`);
        await Bun.write(file, code);
        const printed = await must([program, file], { cwd: project });
        const promised = [...code.matchAll(/^\/\/ (.*)$/gm)].map(([, line]) => line).join("\n");
        if (promised !== "") expect(printed.trim()).toBe(promised);
      }
    }
  }, 120_000);

  test(`findings name their places in ${name}`, async () => {
    const code = `import { loadProject } from "@slipway/compose";
      const { diagnostics } = await loadProject({ cwd: process.cwd(), env: {} });
      for (const { code, at } of diagnostics) console.log(code, at.line, at.column);
      await import("@slipway/compose/schema/compose.schema.json", { with: { type: "json" } });`;
    await Bun.write(join(project, "findings.js"), code);
    expect(await must([await path(), "findings.js"], { cwd: project })).toBe("COMPOSE_WRONG_TYPE 4 12\n");
  }, 120_000);
}

test("the packages bring their types", async () => {
  const code = `import { loadProject, type Project } from "@slipway/compose";
    const { project } = await loadProject({ cwd: "/", env: {} });
    export const image: string | undefined = (project satisfies Project | undefined)?.services["web"]?.image;
    // @ts-expect-error there is no such option
    await loadProject({ cwd: "/", env: {}, nothing: 1 });`;
  await Bun.write(join(project, "types.ts"), code);
  const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2024", "--skipLibCheck", "false"];
  await must([join(checkout, "node_modules/.bin/tsc"), ...options, "--types", "", "types.ts"], { cwd: project });
}, 120_000);
