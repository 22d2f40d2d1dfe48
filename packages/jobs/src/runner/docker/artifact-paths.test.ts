import { expect, test } from "bun:test";
import { artifactPath, basesOf } from "./artifact-paths.ts";

test("only a plain name below the workspace can be an artifact's", () => {
  expect(["a.txt", "./a/b c.txt", "dir/ü ß.txt", "-rf", "a..b"].map(artifactPath)).toEqual([
    "a.txt",
    "a/b c.txt",
    "dir/ü ß.txt",
    "-rf",
    "a..b",
  ]);
  const bad = [
    "",
    "/etc/passwd",
    "../x",
    "a/../b",
    "a//b",
    "a/./b",
    "a\nb",
    "a\u001b[2J",
    "a\\b",
    "x\u202egpj.exe",
    "\ufffd",
  ];
  expect(bad.map(artifactPath).filter((path) => path !== undefined)).toEqual([]);
  expect(artifactPath("x".repeat(1025))).toBeUndefined();
});

test("a glob begins at its first part without a wildcard, and below nothing else", () => {
  expect(basesOf(["dist/**/*.js", "dist/a.txt", "logs/x.log"])).toEqual(["dist", "logs"]);
  expect(basesOf(["dist/**", "*.xml"])).toEqual([""]);
  expect(basesOf(["../x", "/etc/passwd", "!dist/**"])).toEqual([]);
});
