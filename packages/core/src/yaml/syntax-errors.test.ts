import { expect, test } from "bun:test";
import { type Diagnostic, Diagnostics } from "../diagnostic.ts";
import { SourceText } from "../position.ts";
import { findingText } from "../testing/finding-text.ts";
import { parseYaml } from "./parse.ts";
import { syntaxErrors } from "./syntax-errors.ts";

async function errorsOf(text: string): Promise<Diagnostic[]> {
  const parsed = parseYaml(new SourceText("compose.yaml", text), new Diagnostics(), "COMPOSE");
  return "fault" in parsed ? syntaxErrors(parsed.fault, "COMPOSE") : [];
}

test("all syntax errors of a file are listed with their places", async () => {
  const errors = await errorsOf("services:\n  web:\n\timage: a\n  db:\n    image:x\n    ports: [1\n");
  expect(errors.map((error) => error.at?.line)).toEqual([3, 5, 7]);
});

const hints: readonly [name: string, text: string, hint: RegExp][] = [
  ["a tab", "services:\n\tweb: {}\n", /indent with spaces/],
  ["a missing space behind a colon", "services:\n  web:\n    image:nginx\n    ports: []\n", /space behind the colon/],
  ["an open quote", 'services:\n  web: "x\n', /close the quotes/],
  ["an open bracket", "services:\n  web: [a, b\n", /close the bracket/],
  ["wrong indentation", "services:\n  web:\n    image: a\n   ports: []\n", /align this line/],
  ["a colon inside a value", "a: b: c\n", /in quotes/],
];
for (const [name, text, hint] of hints) {
  test(`${name} gets a hint`, async () => {
    expect((await errorsOf(text))[0]?.hint).toMatch(hint);
  });
}

test("a NUL byte and endless nesting are refused with one clear message", async () => {
  expect((await errorsOf("a: b\0c\n")).map(findingText)).toEqual([
    "compose.yaml:1:5 not valid YAML: there is a NUL byte in it",
  ]);
  expect((await errorsOf("[".repeat(10_000))).map((error) => error.message)).toEqual([
    "not valid YAML: values nest deeper than 100 levels",
  ]);
});
