import { lstat } from "node:fs/promises";
import type { TarEntry } from "./entry.ts";
import { packEntries } from "./pack.ts";
import { entryOf } from "./walk.ts";

/** A file, link or directory (without what is in it) for an archive. */
export interface PackedPath {
  /** Where it is, absolute. */
  readonly source: string;
  /** Where it goes; a leading `/` is the root of what the archive is unpacked into. */
  readonly path: string;
}

/** An archive of paths, made as it is read. What vanishes meanwhile is left out. */
export function packPaths(paths: readonly PackedPath[]): AsyncIterable<Uint8Array> {
  return packEntries(entries(paths));
}

async function* entries(paths: readonly PackedPath[]): AsyncGenerator<TarEntry, void> {
  for (const { source, path } of paths) {
    const stat = await lstat(source).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === "ENOENT" || cause.code === "ENOTDIR") return undefined;
      throw cause;
    });
    const entry = stat && (await entryOf(source, path.replace(/^\/+/, ""), stat, false));
    if (entry) yield entry;
  }
}
