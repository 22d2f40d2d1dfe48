import { expect, test } from "bun:test";
import fc from "fast-check";
import { evaluate, type Finding } from "./evaluate.ts";

const env: Readonly<Record<string, string>> = { A: "a", EMPTY: "", lower_1: "low" };

function run(text: string): { value: string; findings: Finding[] } {
  const findings: Finding[] = [];
  const value = evaluate(
    text,
    (name) => env[name],
    (finding) => findings.push(finding),
  );
  return { value, findings };
}

const values: readonly [text: string, value: string][] = [
  ["$A", "a"],
  ["${A}", "a"],
  ["x${A}y$A-z", "xaya-z"],
  ["$lower_1", "low"],
  ["$$", "$"],
  ["$$A", "$A"],
  ["$$$A", "$a"],
  ["$$${A}", "$a"],
  ["${A:-d}", "a"],
  ["${EMPTY:-d}", "d"],
  ["${NO:-d}", "d"],
  ["${A-d}", "a"],
  ["${EMPTY-d}", ""],
  ["${NO-d}", "d"],
  ["${NO:-}", ""],
  ["${A:?m}", "a"],
  ["${EMPTY?m}", ""],
  ["${A:+r}", "r"],
  ["${EMPTY:+r}", ""],
  ["${NO:+r}", ""],
  ["${A+r}", "r"],
  ["${EMPTY+r}", "r"],
  ["${NO+r}", ""],
  ["${A+}", ""],
  ["${NO:-${A}}", "a"],
  ["${NO:-${NO:-${A:-x}}}", "a"],
  ["${NO:-x${A}y}z", "xayz"],
  ["${A:+${A}${A}}", "aa"],
  ["${NO:-http://h:80/?q=1}", "http://h:80/?q=1"],
  ["${NO-b:-c}", "b:-c"],
  ["${NO:-a-b?c+d}", "a-b?c+d"],
  ["${NO:-$$x}", "$x"],
  ["${NO:-{}}", "{}"],
  ["${NO:-a}}", "a}"],
  ["${NO:-$A}", "a"],
];
for (const [text, value] of values) {
  test(`row 1: ${text} gives ${JSON.stringify(value)}`, () => {
    expect(run(text)).toEqual({ value, findings: [] });
  });
}

test("row 1: a variable that is not set is an empty text and a finding with its place", () => {
  expect(run("a ${NO} b")).toEqual({ value: "a  b", findings: [{ kind: "unset", name: "NO", start: 2, end: 7 }] });
});

test("row 1: a default that is not used is not evaluated", () => {
  expect(run("${A:-${NO:?must be set}}")).toEqual({ value: "a", findings: [] });
});

test("row 1: a required variable reports its message, with variables put in", () => {
  expect(run("${NO:?set it to ${A}}").findings).toMatchObject([
    { kind: "required", name: "NO", message: "set it to a" },
  ]);
  expect(run("${EMPTY:?}").findings).toMatchObject([{ kind: "required", name: "EMPTY", message: "" }]);
  expect(run("${NO?m}").findings).toMatchObject([{ kind: "required", message: "m" }]);
});

for (const text of ["${}", "${9x}", "${A", "${A:b}", "${A B}", "${A:=x}"]) {
  test(`row 1: ${text} is an invalid template`, () => {
    expect(run(`x${text}`).findings).toMatchObject([{ kind: "invalid", text, start: 1 }]);
  });
}

for (const text of ["a$", "$1", "$(date)", "$ A", "5$-$"]) {
  test(`row 1: ${text} is itself, as in docker compose 2`, () => {
    expect(run(text)).toEqual({ value: text, findings: [] });
  });
}

test("a finding inside a default stands at its own place", () => {
  const text = "x ${NO:-y ${OTHER}}";
  const [finding] = run(text).findings;
  expect(text.slice(finding?.start, finding?.end)).toBe("${OTHER}");
});

test("defaults nested without end are refused, not a crash", () => {
  expect(run(`${"${NO:-".repeat(5_000)}${"}".repeat(5_000)}`).findings).toMatchObject([{ kind: "invalid" }]);
});

test("a text without a dollar sign is unchanged", () => {
  fc.assert(
    fc.property(
      fc.string().filter((text) => !text.includes("$")),
      (text) => run(text).value === text,
    ),
  );
});

test("a text whose dollar signs are doubled comes out as it was", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("$", "{", "}", "A", ":", "-", "?", " ") }), (text) => {
      expect(run(text.replaceAll("$", "$$$$"))).toEqual({ value: text, findings: [] });
    }),
  );
});

test("a value is put in as it is, whatever it holds", () => {
  fc.assert(
    fc.property(
      fc.string(),
      (value) =>
        evaluate(
          "<${V}>",
          () => value,
          () => undefined,
        ) === `<${value}>`,
    ),
  );
});
