import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCli } from "../../cli.ts";
import { fakeContext } from "../../testing/fake-context.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-audit-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function slipway(...argv: readonly string[]) {
  const context = fakeContext({ cwd: folder, env: {} });
  const code = await runCli(argv, context);
  return { code, out: context.out(), err: context.err() };
}

const privileged = "services:\n  web:\n    image: nginx:1.27\n    privileged: true\n";

test("audit tells what is wrong with its place and its cure, sums up, and ends with 1", async () => {
  await writeFile(join(folder, "compose.yaml"), privileged);
  const { code, out, err } = await slipway("audit");
  expect([code, err]).toEqual([1, ""]);
  expect(out).toMatch(/^compose\.yaml\n {2}4:17 +error +SE604 {2}service "web" runs privileged\n +→ /);
  expect(out).toMatch(/fail {2}EX812/);
  expect(out).toMatch(/1 error · .* gate/);
});

test("audit --format json gives findings, gates and the matrix of Compose files", async () => {
  await writeFile(join(folder, "compose.yaml"), privileged);
  const report = JSON.parse((await slipway("audit", "--format", "json", ".")).out);
  expect(report.findings.find(({ rule }: { rule: string }) => rule === "SE604")).toMatchObject({
    severity: "error",
    file: "compose.yaml",
    line: 4,
    column: 17,
    fix: { safe: false, edits: [] },
  });
  expect(report.gates).toHaveLength(13);
  expect(report.inventory).toEqual([
    { file: "compose.yaml", services: ["web"], ports: [], purpose: "default", state: "active" },
  ]);
});

test("audit of an empty folder is content; of none it is a mistake in the command", async () => {
  expect(await slipway("audit", "--gate")).toMatchObject({ code: 0, err: "" });
  const { code, err } = await slipway("audit", "nowhere");
  expect(code).toBe(2);
  expect(err).toContain("AUDIT_NO_FOLDER");
});

test("audit --write-docs writes blocks into the documents; its dry run shows the diff and writes nothing", async () => {
  await writeFile(join(folder, "package.json"), '{ "scripts": { "test": "vitest" } }\n');
  await writeFile(join(folder, "README.md"), "# Shop\n");
  const dry = await slipway("audit", "--write-docs", "--dry-run");
  expect(dry).toMatchObject({ code: 0, err: "commands  would be added to README.md\n" });
  expect(dry.out).toStartWith("--- a/README.md\n+++ b/README.md\n@@ -1,1 +1,9 @@\n # Shop\n+\n+## Commands\n");
  expect(await readFile(join(folder, "README.md"), "utf8")).toBe("# Shop\n");
  expect((await slipway("audit", "--write-docs")).err).toBe("commands  added to README.md\n");
  expect(await readFile(join(folder, "README.md"), "utf8")).toContain("| Run the tests | `npm run test` |");
  expect((await slipway("audit", "--write-docs")).err).toBe("commands  is current in README.md\n");
});

test("audit --watch tells what a change adds and takes away, and ends at a signal", async () => {
  await writeFile(join(folder, "compose.yaml"), privileged);
  const context = fakeContext({ cwd: folder, env: {} });
  const ended = runCli(["audit", "--watch", "--rule", "SE604", "--rule", "DO701"], context);
  await context.printed("1 error · no warnings\n");
  await writeFile(join(folder, "README.md"), "# Shop\n\n[gone](gone.md)\n");
  await context.printed("+ README.md:3:8 warning DO701 the link to gone.md leads nowhere");
  await context.printed("1 new, 0 gone · 1 error, 1 warning\n");
  await writeFile(join(folder, "compose.yaml"), privileged.replace("true", "false"));
  await context.printed('- compose.yaml:4:17 error SE604 service "web" runs privileged\n');
  context.interrupt();
  expect(await ended).toBe(130);
});

test("audit --watch goes with nothing that writes or is for programs", async () => {
  const { code, err } = await slipway("audit", "--watch", "--format", "json");
  expect(code).toBe(2);
  expect(err).toContain("--watch and --format exclude each other");
});
