import { expect, test } from "bun:test";
import { parseDockerignore } from "./dockerignore.ts";

/** .dockerignore → what stays behind, what is sent. */
const cases: readonly [string, readonly string[], readonly string[]][] = [
  ["node_modules", ["node_modules", "node_modules/a/b.js"], ["src/node_modules", "node_modules2"]],
  ["**/node_modules", ["node_modules", "a/b/node_modules/c"], ["a/b/node"]],
  ["*.log", ["a.log", "a.log/b"], ["b/a.log", "alog"]],
  ["**/*.log", ["a.log", "b/c/a.log"], ["a.logs"]],
  ["*/temp?", ["x/temp1", "x/tempa/y"], ["temp1", "x/temp", "x/y/temp1"]],
  ["/build/", ["build", "build/x"], ["a/build"]],
  ["./a/../b", ["b/c"], ["a"]],
  ["# comment\n\n  spaced  \n#x", ["spaced"], ["# comment", "#x"]],
  ["*\n!src\n!package.json", ["a", "a/b"], ["src", "src/x", "package.json"]],
  ["*.md\n!README*.md\nREADME-secret.md", ["a.md", "README-secret.md"], ["README-x.md"]],
  ["docs/**", ["docs/a", "docs/a/b"], ["doc"]],
  ["a/**/b", ["a/b", "a/x/y/b"], ["a/x/c"]],
  ["[a-c].txt", ["a.txt", "c.txt"], ["d.txt"]],
  ["a+b (1).txt", ["a+b (1).txt"], ["aab (1).txt"]],
  ["a\r\nb\r\n", ["a", "b"], ["a\r"]],
];

test.each(cases)("%j keeps back what docker build keeps back", (text, behind, sent) => {
  const rules = parseDockerignore(text);
  expect(behind.filter((path) => !rules.ignores(path))).toEqual([]);
  expect(sent.filter((path) => rules.ignores(path))).toEqual([]);
});

test("an ignored directory is not entered unless something in it is wanted back", () => {
  const rules = parseDockerignore("*\n!src/*/keep\n!**/deep/x\n!a/b");
  expect(parseDockerignore("node_modules").prunes("node_modules")).toBeTrue();
  expect(parseDockerignore("*\n!src/*/keep\n!a/b").prunes("other")).toBeTrue();
  expect(parseDockerignore("*\n!src/*/keep\n!a/b").prunes("src/one")).toBeFalse();
  expect(rules.prunes("anything")).toBeFalse();
});
