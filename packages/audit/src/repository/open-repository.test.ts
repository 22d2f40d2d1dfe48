import { afterEach, beforeEach, expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { changedSince } from "./changed-files.ts";
import { openRepository } from "./open-repository.ts";

let outer = "";
let root = "";
beforeEach(async () => {
  outer = await mkdtemp(join(tmpdir(), "slipway-repository-"));
  root = join(outer, "repo");
  await write("kept.txt", "a");
  await write("gone.txt", "a");
  await write(".gitignore", "*.log\n");
  await write("lib/.gitignore", "built/\n");
});
afterEach(() => rm(outer, { recursive: true }));

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

function git(...argv: readonly string[]): void {
  const own = ["-c", "user.name=me", "-c", "user.email=me@example.com", "-C", root];
  expect(spawnSync("git", [...own, ...argv]).status).toBe(0);
}

test("with git, what is tracked and what is new is there; what is ignored, deleted or in node_modules is not", async () => {
  git("init", "-q");
  git("add", ".");
  git("commit", "-qm", "first");
  await rm(join(root, "gone.txt"));
  await write("new.txt", "b");
  await write("a.log", "b");
  await write("node_modules/x/index.js", "b");
  const { paths, isTracked, ignores } = openRepository(root);
  expect(paths).toEqual([".gitignore", "kept.txt", "lib/.gitignore", "new.txt"]);
  expect([isTracked("kept.txt"), isTracked("new.txt")]).toEqual([true, false]);
  expect([ignores("x/y.log"), ignores("lib/built/a.js"), ignores("built/a.js")]).toEqual([true, true, false]);
  expect([...changedSince(root, "HEAD")].sort()).toEqual(["gone.txt", "new.txt", "node_modules/x/index.js"]);
  expect(() => changedSince(root, "--output=x")).toThrow("--output=x");
});

test("without git, the .gitignore of the root is obeyed", async () => {
  await write("a.log", "b");
  expect(openRepository(root).paths).toEqual([".gitignore", "gone.txt", "kept.txt", "lib/.gitignore"]);
});

test("a link out of the repository gives no text, one within does; neither does a file that is no text", async () => {
  await writeFile(join(outer, "secret.txt"), "s3cret");
  await symlink("../secret.txt", join(root, "out.txt"));
  await symlink("kept.txt", join(root, "in.txt"));
  await symlink(outer, join(root, "folder"));
  await write("data.bin", "a\0b");
  const { read, paths } = openRepository(root);
  expect([read("out.txt"), read("in.txt"), read("data.bin"), read("missing")]).toEqual([
    undefined,
    "a",
    undefined,
    undefined,
  ]);
  expect(paths).not.toContain("folder/secret.txt");
});
