import { createReadStream } from "node:fs";
import { lstat, readdir, readlink } from "node:fs/promises";
import { join } from "node:path";
import type { IgnoreRules } from "@slipway/core";
import { engineErrors } from "../errors.ts";
import { reasonOf } from "../reason.ts";
import type { TarEntry } from "./entry.ts";

/**
 * The content of a directory without what is ignored, in the order of names, so that the same files give the same archive.
 * Everything is root's unless `owners`. Links are kept as links; sockets, pipes and devices are left out.
 *
 * @throws ENGINE_BUILD_CONTEXT
 */
export async function* walkDirectory(
  root: string,
  rules: IgnoreRules,
  { owners = false }: { readonly owners?: boolean } = {},
): AsyncGenerator<TarEntry, void> {
  yield* walk("");

  async function* walk(directory: string): AsyncGenerator<TarEntry, void> {
    const names = await reading(join(root, directory), () => readdir(join(root, directory)));
    for (const name of names.sort()) {
      const path = directory === "" ? name : `${directory}/${name}`;
      const ignored = rules.ignores(path);
      if (ignored && rules.prunes(path)) continue;
      const full = join(root, path);
      const stat = await reading(full, () => lstat(full));
      if (!ignored) {
        const entry = await entryOf(full, path, stat, owners);
        if (entry) yield entry;
      }
      if (stat.isDirectory()) yield* walk(path);
    }
  }
}

/** The entry for what is at `full`, owned by root unless `owners`; undefined for what an archive cannot hold. */
export async function entryOf(
  full: string,
  path: string,
  stat: Awaited<ReturnType<typeof lstat>>,
  owners: boolean,
): Promise<TarEntry | undefined> {
  const owner = owners ? { uid: Number(stat.uid), gid: Number(stat.gid) } : {};
  const common = { ...owner, path, mode: Number(stat.mode) & 0o7777, mtime: Math.floor(Number(stat.mtimeMs) / 1000) };
  if (stat.isDirectory()) return { ...common, kind: "directory" };
  if (stat.isSymbolicLink()) {
    return { ...common, kind: "symlink", target: await reading(full, () => readlink(full)) };
  }
  const size = Number(stat.size);
  return stat.isFile() ? { ...common, kind: "file", size, content: readExactly(full, size) } : undefined;
}

/** The first `size` bytes of a file: one that grows meanwhile must not spoil the archive. */
async function* readExactly(file: string, size: number): AsyncGenerator<Uint8Array, void> {
  if (size === 0) return;
  let seen = 0;
  try {
    for await (const chunk of createReadStream(file, { end: size - 1, highWaterMark: 256 * 1024 })) {
      seen += (chunk as Uint8Array).length;
      yield chunk as Uint8Array;
    }
  } catch (cause) {
    throw engineErrors.error("ENGINE_BUILD_CONTEXT", { path: file, why: reasonOf(cause) }, { cause });
  }
  if (seen < size) throw engineErrors.error("ENGINE_BUILD_CONTEXT", { path: file, why: "it shrank while it was read" });
}

async function reading<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw engineErrors.error("ENGINE_BUILD_CONTEXT", { path, why: reasonOf(cause) }, { cause });
  }
}
