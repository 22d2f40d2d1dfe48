import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cache } from "./cache.ts";
import { readFiles } from "./read-files.ts";

let root = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "slipway-files-"));
  await writeFile(join(root, "a.txt"), "one");
});
afterEach(() => rm(root, { recursive: true }));

/** A cache in memory. */
function memory(): Cache & { readonly kept: Map<string, unknown> } {
  const kept = new Map<string, unknown>();
  return { kept, read: (name) => kept.get(name), write: (name, value) => kept.set(name, value) };
}

const later = (): number => Date.now() + 60_000;

test("the hash of a file that was not touched since is known without reading it", () => {
  const cache = memory();
  const first = readFiles(root, cache, later);
  first.hash("a.txt");
  first.keep();
  const [[path, [state]]] = cache.kept.get("files") as [[string, [string, string]]];
  expect(path).toBe("a.txt");
  cache.write("files", [["a.txt", [state, "as it was"]]]);
  expect(readFiles(root, cache, later).hash("a.txt")).toBe("as it was");
});

test("a file that was written again has another hash, also when it is as long as before", async () => {
  const cache = memory();
  const first = readFiles(root, cache, later);
  const hash = first.hash("a.txt");
  first.keep();
  await rm(join(root, "a.txt"));
  await writeFile(join(root, "a.txt"), "two");
  const second = readFiles(root, cache, later);
  expect(second.hash("a.txt")).not.toBe(hash);
  expect(second.text("a.txt")).toBe("two");
});

test("of a file that was written just now nothing is kept, nor of a link, whose target may change", async () => {
  await symlink("a.txt", join(root, "link.txt"));
  const cache = memory();
  const files = readFiles(root, cache);
  files.hash("a.txt");
  files.keep();
  const linked = readFiles(root, cache, later);
  const hash = linked.hash("link.txt");
  linked.keep();
  expect(cache.kept.get("files") ?? []).toEqual([]);
  await writeFile(join(root, "a.txt"), "two");
  expect(readFiles(root, cache, later).hash("link.txt")).not.toBe(hash);
});
