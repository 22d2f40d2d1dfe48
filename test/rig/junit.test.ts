import { expect, test } from "bun:test";
import { join } from "node:path";
import { parseJunit, readJunit, tellFailures } from "./junit.ts";
import { temporary } from "./root-fs.ts";

test("the report of bun is read: how many passed and failed, and what was thrown where", async () => {
  await using folder = await temporary();
  const source = `import { expect, test } from "bun:test";
test("works", () => undefined);
test.skip("is left out", () => undefined);
test('a <b> & "c"', () => { throw new Error("first\\nsecond > 1"); });
test("expects", () => { expect(1).toBe(2); });
`;
  await Bun.write(join(folder.path, "some.test.ts"), source);
  const report = join(folder.path, "report.xml");
  const argv = ["--no-env-file", "test", "--reporter=junit", `--reporter-outfile=${report}`, "some.test.ts"];
  await Bun.spawn([process.execPath, ...argv], { cwd: folder.path, stdio: ["ignore", "ignore", "ignore"] }).exited;

  const { passed, failed, failures } = await readJunit(report);
  expect({ passed, failed }).toEqual({ passed: 1, failed: 2 });
  expect(failures.map(({ title, file, line }) => `${title} ${file}:${line}`)).toEqual([
    'a <b> & "c" some.test.ts:4',
    "expects some.test.ts:5",
  ]);
  expect(failures[0]?.text).toContain("first\nsecond > 1");
  expect(failures[1]?.text).toContain("Expected: 2");
});

test("no report is no test", async () => {
  expect(await readJunit("/nowhere/report.xml")).toEqual({ passed: 0, failed: 0, failures: [] });
  expect(parseJunit("")).toEqual({ passed: 0, failed: 0, failures: [] });
});

test("of a long failure the begin and the end are told", () => {
  const text = Array.from({ length: 100 }, (_, index) => `line ${index + 1}`).join("\n");
  const told = tellFailures([{ title: "it", file: "a.test.ts", line: 3, text }]);
  expect(told.slice(0, 4)).toEqual(["", "✗ it", "  a.test.ts:3", "  line 1"]);
  expect(told).toContain("  … 55 lines …");
  expect(told.at(-1)).toBe("  line 100");
});
