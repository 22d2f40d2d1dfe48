import { describe, expect, test } from "bun:test";
import type { Literal } from "@slipway/compose";
import { suspicions } from "./sensitive.ts";

const file = (text: string) => ({ path: "/p/compose.yaml", name: "compose.yaml", text });
const found = (text: string, more: { env?: string; literals?: readonly Literal[]; secret?: string } = {}) =>
  suspicions(
    [file(text)],
    more.env === undefined ? [] : [{ path: "/p/a.env", name: "a.env", text: more.env }],
    more.literals ?? [],
    new Map(more.secret === undefined ? [] : [["db", more.secret]]),
  ).map(({ what, at }) => `${at.file}:${at.line}:${at.column} ${what}${at.text === undefined ? "" : " shown"}`);
const literal = (key: string): Literal => ({
  service: "web",
  key,
  value: "x",
  at: { file: "/p/compose.yaml", line: 3, column: 7, text: `${key}: x` },
});

describe("what looks like a secret", () => {
  test.each([
    [`k: |\n  -----BEGIN OPENSSH ${"PRIVATE"} KEY-----`, "2:3 a private key"],
    [`k: AKIA${"ABCDEFGHIJKLMNOP"}`, "1:4 an AWS access key"],
    [`k: ghp_${"a1".repeat(18)}`, "1:4 a GitHub token"],
    [`k: glpat-${"x".repeat(20)}`, "1:4 a GitLab token"],
    [`k: xoxb-${"1".repeat(12)}`, "1:4 a Slack token"],
    [`k: eyJ${"a".repeat(12)}.eyJ${"b".repeat(12)}.${"c".repeat(12)}`, "1:4 a JSON web token"],
    ["k: postgres://me:hunter2@db/x", "1:4 a password in a URL"],
  ])("%s", (text, expected) => {
    expect(found(text)).toEqual([`/p/compose.yaml:${expected}`]);
  });

  test.each([["postgres://me:${PASSWORD}@db/x"], ["http://web:8080/a@b"], ["sk_live"], ["eyJhbGciOi"]])(
    "not %s",
    (text) => {
      expect(found(`k: ${text}`)).toEqual([]);
    },
  );

  test("is a variable with such a name, its value not shown", () => {
    const literals = ["DB_PASSWORD", "API_KEY", "DB_PASSWORD_FILE", "COLOUR"].map(literal);
    expect(found("", { literals })).toEqual([
      '/p/compose.yaml:3:7 DB_PASSWORD of service "web"',
      '/p/compose.yaml:3:7 API_KEY of service "web"',
    ]);
  });

  test("is one in an env file", () => {
    const env = "# PASSWORD=no\nCOLOUR=red\nexport AUTH_TOKEN=abc\nSECRET=\nSECRET_FILE=/x\n";
    expect(found("", { env })).toEqual(["/p/a.env:3:8 AUTH_TOKEN"]);
  });

  test("is what a secret of the project holds, word for word", () => {
    expect(found("command: run --with correct-horse", { secret: "correct-horse" })).toEqual([
      '/p/compose.yaml:1:21 the content of the secret "db"',
    ]);
    expect(found("command: run --with yes", { secret: "yes" })).toEqual([]);
  });
});
