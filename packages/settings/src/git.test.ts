import { expect, test } from "bun:test";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gitStateOf, isTracked } from "./git.ts";

async function repository(): Promise<{ folder: string; git: (...argv: string[]) => void } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), "slipway-git-"));
  const git = (...argv: string[]): void => {
    const { exitCode, stderr } = Bun.spawnSync(["git", "-C", folder, ...argv]);
    if (exitCode !== 0) throw new Error(stderr.toString());
  };
  return { folder, git, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

test.each([
  ["2", []],
  ["4", ["update-index", "--index-version=4"]],
  ["2, split", ["update-index", "--split-index"]],
])("a file is tracked from the moment that it is added, with an index of version %s", async (_, argv) => {
  await using made = await repository();
  const path = join(made.folder, ".slipway.secrets.env");
  expect(isTracked(path)).toBe(false);
  made.git("init", "-q");
  await Bun.write(path, "A=1\n");
  await Bun.write(join(made.folder, "a/.slipway.secrets.other"), "");
  expect(isTracked(path)).toBe(false);
  made.git("add", "a");
  if (argv.length > 0) made.git(...argv);
  expect(gitStateOf(path)).toEqual({ repository: true, tracked: false, ignored: false });
  made.git("add", ".slipway.secrets.env");
  if (argv.length > 0) made.git(...argv);
  expect(isTracked(path)).toBe(true);
});

test("in a worktree git itself is asked", async () => {
  await using made = await repository();
  made.git("init", "-q");
  await writeFile(join(made.folder, "kept.env"), "A=1\n");
  made.git("add", ".");
  made.git("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", "one");
  made.git("worktree", "add", "-q", join(made.folder, "other"));
  expect(isTracked(join(made.folder, "other", "kept.env"))).toBe(true);
  expect(isTracked(join(made.folder, "other", "gone.env"))).toBe(false);
});
