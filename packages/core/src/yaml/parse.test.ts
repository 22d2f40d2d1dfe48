import { expect, test } from "bun:test";
import { parseAllDocuments } from "yaml";
import { Diagnostics } from "../diagnostic.ts";
import { SourceText } from "../position.ts";
import { findingText } from "../testing/finding-text.ts";
import { locateKey, locateValue } from "./locate.ts";
import type { Node } from "./node.ts";
import { parseYaml } from "./parse.ts";
import { toValue } from "./to-value.ts";

function read(text: string): {
  values: unknown[];
  roots: readonly Node[];
  findings: string[];
  fault: string | undefined;
} {
  const diagnostics = new Diagnostics();
  const parsed = parseYaml(new SourceText("compose.yaml", text), diagnostics, "COMPOSE");
  const roots = "documents" in parsed ? parsed.documents : [];
  const fault = "fault" in parsed ? parsed.fault.reason : undefined;
  return { values: roots.map(toValue), roots, findings: diagnostics.all.map(findingText), fault };
}

test("every value and key knows its place", () => {
  const [root] = read("services:\n  web:\n    ports:\n      - 80\n      - '443'\n").roots as [Node];
  expect(locateKey(root, ["services", "web"])).toMatchObject({ line: 2, column: 3, endColumn: 6 });
  expect(locateValue(root, ["services", "web", "ports", 0])).toMatchObject({ line: 4, column: 9, endColumn: 11 });
  expect(locateValue(root, ["services", "web", "ports", 1])).toMatchObject({ line: 5, column: 10, endColumn: 13 });
});

test("places count from 1 in files with CRLF and a byte order mark", () => {
  const { roots, values } = read("\uFEFFa:\r\n  b: 1\r\n  c: |\r\n    x\r\n    y\r\n");
  expect(values).toEqual([{ a: { b: 1, c: "x\ny\n" } }]);
  expect(locateValue(roots[0] as Node, ["a", "b"])).toMatchObject({ line: 2, column: 6 });
});

test("row 44: anchors, aliases and merge keys: own keys win, then earlier mappings of the list", () => {
  const text = "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  z: 3\n  <<: [*a, *b]\nd:\n  <<: *b\n  y: 9\ne: *a\n";
  expect(read(text).values).toEqual([
    { a: { x: 1, y: 1 }, b: { y: 2, z: 2 }, c: { z: 3, x: 1, y: 1 }, d: { y: 9, z: 2 }, e: { x: 1, y: 1 } },
  ]);
});

test("an anchor given again stands for its latest value", () => {
  expect(read("a: &x 1\nb: *x\nc: &x 2\nd: *x\n").values).toEqual([{ a: 1, b: 1, c: 2, d: 2 }]);
});

test("several documents of one text are read in turn", () => {
  expect(read("a: 1\n---\na: 2\n...\n---\n").values).toEqual([{ a: 1 }, { a: 2 }, null]);
});

test("row 9: !reset and !override stay, other tags do not change a text", () => {
  const [root] = read("a: !reset null\nb: !override [1]\nc: !custom 5\nd: !!str 5\n").roots as [
    Extract<Node, { kind: "mapping" }>,
  ];
  expect([...root.entries.values()].map(({ value }) => value.tag)).toEqual([
    "!reset",
    "!override",
    undefined,
    undefined,
  ]);
  expect(toValue(root)).toEqual({ a: null, b: [1], c: "5", d: "5" });
});

test("row 44: a key that stands twice is an error that names both lines", () => {
  expect(read("a:\n  k: 1\n  l: 2\n  k: 3\n").findings).toEqual([
    'compose.yaml:4:3 key "k" stands twice, in line 2 and in line 4',
  ]);
  expect(read("a: &a {}\nb:\n  <<: *a\n  <<: *a\n").findings).toEqual([
    'compose.yaml:4:3 key "<<" stands twice, in line 3 and in line 4',
  ]);
});

test("row 44: a key that is no text is an error", () => {
  expect(read("a:\n  8080: x\n  true: y\n  ? [1]\n  : z\n").findings).toEqual([
    "compose.yaml:4:5 a key must be text, but a sequence is not",
    "compose.yaml:2:3 a key must be text, but 8080 is not",
    "compose.yaml:3:3 a key must be text, but true is not",
  ]);
});

test("row 44: yes, on and dates are keys like others", () => {
  expect(read("yes: 1\non: 2\n2001-12-14: 3\n").values).toEqual([{ yes: 1, on: 2, "2001-12-14": 3 }]);
});

test("an unknown anchor is an error with the nearest name", () => {
  const diagnostics = new Diagnostics();
  parseYaml(new SourceText("f", "a: &base 1\nb: *bsae\n"), diagnostics, "COMPOSE");
  expect(diagnostics.all[0]).toMatchObject({
    code: "COMPOSE_UNKNOWN_ANCHOR",
    hint: 'did you mean "base"?',
    at: { line: 2, column: 4 },
  });
});

test("row 9: an alias inside its own anchor is an error", () => {
  expect(read("a: &a\n  b: *a\n").findings).toEqual([
    "compose.yaml:2:6 the alias *a stands inside the value that &a marks",
  ]);
});

test("a merge key takes mappings only", () => {
  expect(read("a: &a 1\nb:\n  <<: *a\n").findings).toEqual([
    "compose.yaml:1:7 a merge key takes a mapping or a list of mappings, not a scalar",
  ]);
});

test("row 9: aliases of aliases that stand for a billion values are refused, quickly", () => {
  let text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (let level = 1; level < 10; level++)
    text += `a${level}: &a${level} [${Array(9)
      .fill(`*a${level - 1}`)
      .join(", ")}]\n`;
  expect(read(text).findings[0]).toMatch(/the aliases of this file stand for more than 100000 values$/);
});

test("10,000 levels of nesting are an error, not a crash", () => {
  expect(read("[".repeat(10_000)).fault).toMatch(/nesting exceeded/);
  expect(read(Array.from({ length: 10_000 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join("")).fault).toMatch(
    /nesting exceeded/,
  );
});

test("__proto__ is a key like others", () => {
  const value = read("__proto__: {polluted: true}\n").values[0] as object;
  expect(Object.keys(value)).toEqual(["__proto__"]);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

const agreed = [
  "a: 1\nb: [x, 'y', \"z\\n\", {k: v}]\n",
  "text: |\n  one\n   two\n\n  three\nfolded: >-\n  a\n  b\n\n  c\n",
  "a:\n- 1\n-\n  - 2\n  - x: y\n    z:\n- ~\n",
  "# comment\nkey: value # more\nurl: http://x:80/#frag\nquoted: 'it''s'\n",
  'a: "\\x41\\u00e9\\t"\nb: plain text\n  over lines\n',
  "? complex\n: value\nempty:\nflow: {a: , b: [ ], c: {}}\n",
  "x: &x\n  k: v\ny: [*x, *x]\n",
  "block: |2+\n    kept\n\n",
  "{a: [1, 2, {b: c}], 'd': \"e\"}\n",
  "",
  "just text\n",
];
for (const text of agreed) {
  test(`reads ${JSON.stringify(text.slice(0, 30))} as the yaml package does`, () => {
    const theirs = parseAllDocuments(text, { merge: true });
    expect(read(text).values).toEqual(Array.isArray(theirs) ? theirs.map((document) => document.toJS()) : []);
  });
}
