import type { TarEntry } from "./entry.ts";
import { tarHeader } from "./header.ts";

const block = 512;

/**
 * An archive of the entries, made as it is read: nothing but the current piece is in memory.
 * Source: POSIX.1-2017 `pax` interchange format.
 */
export async function* packEntries(
  entries: AsyncIterable<TarEntry> | Iterable<TarEntry>,
): AsyncGenerator<Uint8Array, void> {
  for await (const entry of entries) {
    yield tarHeader(entry);
    if (entry.content === undefined) continue;
    for await (const piece of entry.content) yield piece;
    const over = (entry.size ?? 0) % block;
    if (over > 0) yield new Uint8Array(block - over);
  }
  yield new Uint8Array(2 * block);
}

/** A file for a container that is given as a value: a config or a secret. */
export interface PackedFile {
  readonly path: string;
  readonly content: Uint8Array | string;
  /** Permission bits, `0o444` when absent. */
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
}

/** An archive of files for `containers.putArchive`, the same bytes for the same files. */
export async function packFiles(files: readonly PackedFile[]): Promise<Uint8Array> {
  const entries = files.map(({ path, content, mode = 0o444, uid = 0, gid = 0 }): TarEntry => {
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    const relative = path.replace(/^\/+/, "");
    return { path: relative, kind: "file", mode, uid, gid, mtime: 0, size: bytes.byteLength, content: [bytes] };
  });
  const pieces: Uint8Array[] = [];
  for await (const piece of packEntries(entries)) pieces.push(piece);
  return Buffer.concat(pieces);
}
