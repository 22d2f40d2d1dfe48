import type { Pack } from "tar-stream";
import type { TarEntry } from "./entry.ts";

/** An archive of the entries, made as it is read: nothing but the current piece is in memory. */
export async function* packEntries(
  entries: AsyncIterable<TarEntry> | Iterable<TarEntry>,
): AsyncGenerator<Uint8Array, void> {
  const { pack } = await import("tar-stream");
  const archive = pack();
  const fed = feed(archive, entries).catch((cause: Error) => archive.destroy(cause));
  try {
    for await (const piece of archive) yield piece as Uint8Array;
  } finally {
    archive.destroy();
    await fed;
  }
}

async function feed(archive: Pack, entries: AsyncIterable<TarEntry> | Iterable<TarEntry>): Promise<void> {
  for await (const { path, kind, mode, mtime, uid = 0, gid = 0, size = 0, target, content = [] } of entries) {
    const name = kind === "directory" ? `${path.replace(/\/$/, "")}/` : path;
    const header = { name, type: kind, mode, mtime: new Date(mtime * 1000), uid, gid };
    await new Promise<void>((resolve, reject) => {
      const written = (cause?: Error | null): void => (cause ? reject(cause) : resolve());
      if (kind !== "file") {
        archive.entry({ ...header, ...(target === undefined ? {} : { linkname: target }) }, written);
        return;
      }
      const sink = archive.entry({ ...header, size }, written);
      const copy = async (): Promise<void> => {
        for await (const piece of content) {
          if (!sink.write(piece)) await new Promise<void>((drained) => sink.once("drain", () => drained()));
        }
        sink.end(undefined);
      };
      copy().catch(reject);
    });
  }
  archive.finalize();
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
