import { expect, test } from "bun:test";
import { mkdir, mkdtemp, realpath, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { type FileWatcher, watchFiles } from "./file-watcher.ts";

/** A watched directory; `until` resolves when all the named paths were told. */
async function watched(): Promise<
  AsyncDisposable & { readonly at: (path: string) => string; until(...paths: string[]): Promise<readonly string[]> }
> {
  const root = await realpath(await mkdtemp(join(tmpdir(), "slipway-watch-")));
  await mkdir(join(root, "node_modules/x"), { recursive: true });
  const enters = (path: string): boolean => path.startsWith(root) && !path.includes("node_modules");
  const watcher: FileWatcher = watchFiles([{ path: root, enters }]);
  const told = watcher[Symbol.asyncIterator]();
  return {
    at: (path) => join(root, path),
    async until(...paths) {
      const seen = new Set<string>();
      while (!paths.every((path) => seen.has(path))) seen.add(relative(root, (await told.next()).value));
      return [...seen];
    },
    async [Symbol.asyncDispose]() {
      watcher.close();
      await rm(root, { recursive: true });
    },
  };
}

test("writing, renaming over a file as editors do, and deleting are told", async () => {
  await using here = await watched();
  await writeFile(here.at("a"), "1");
  await here.until("a");
  await writeFile(here.at("a.new"), "2");
  await rename(here.at("a.new"), here.at("a"));
  await here.until("a.new", "a");
  await writeFile(here.at("a"), "3");
  await here.until("a");
  await rm(here.at("a"));
  await here.until("a");
});

test("a new directory is told with all that is put into it at once, and watched", async () => {
  await using here = await watched();
  await mkdir(here.at("one/two"), { recursive: true });
  await writeFile(here.at("one/two/a"), "");
  await here.until("one", "one/two", "one/two/a");
  await writeFile(here.at("one/two/b"), "");
  await here.until("one/two/b");
});

test("a renamed directory is told under both names, and watched under the new one", async () => {
  await using here = await watched();
  await mkdir(here.at("old"));
  await writeFile(here.at("old/a"), "");
  await here.until("old/a");
  await rename(here.at("old"), here.at("new"));
  await here.until("old", "new", "new/a");
  await writeFile(here.at("new/b"), "");
  await here.until("new/b");
});

test("a directory that is removed and made again is watched again", async () => {
  await using here = await watched();
  await mkdir(here.at("dir"));
  await here.until("dir");
  await rm(here.at("dir"), { recursive: true });
  await here.until("dir");
  await mkdir(here.at("dir"));
  await here.until("dir");
  await writeFile(here.at("dir/a"), "");
  await here.until("dir/a");
});

test("a link is told as itself, and what is in an ignored directory is not", async () => {
  await using here = await watched();
  await writeFile(here.at("node_modules/x/y"), "");
  await symlink("/nowhere", here.at("link"));
  await writeFile(here.at("last"), "");
  expect(await here.until("link", "last")).not.toContain("node_modules/x/y");
});
