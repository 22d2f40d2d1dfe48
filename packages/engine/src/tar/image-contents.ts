import { readArchive } from "./read.ts";

/** One file of a saved image. */
export interface ImageFile {
  /** The path in its layer; of the image's own description its name in the archive. */
  readonly path: string;
  /** Absent for what describes the image: its configuration with environment, labels and history. */
  readonly layer?: string;
  readonly content: AsyncIterable<Uint8Array>;
}

/**
 * Every file of an image as the engine saves it: what describes it, and the files of each layer, also those that a later layer
 * removed. The content of a file has to be read, or left, before the next one. Layers may be compressed.
 * Source: Engine API, "Export an image", image tarball format; OCI image layout.
 */
export async function* imageContents(archive: AsyncIterable<Uint8Array>): AsyncGenerator<ImageFile, void> {
  for await (const { path, content } of filesOf(archive)) {
    const [head, rest] = await peek(content, 512);
    const isGzip = head[0] === 0x1f && head[1] === 0x8b;
    const isTar = Buffer.from(head.subarray(257, 262)).toString("latin1") === "ustar";
    if (!isGzip && !isTar) {
      yield { path, content: rest };
      continue;
    }
    const layer = path.replace(/\/layer\.tar$/, "").replace(/^blobs\//, "");
    const unpacked = isGzip ? (await import("./open.ts")).gunzipped(rest) : rest;
    for await (const file of filesOf(unpacked)) yield { ...file, layer };
  }
}

/** The plain files of a tar stream. */
async function* filesOf(
  archive: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ readonly path: string; readonly content: AsyncIterable<Uint8Array> }, void> {
  for await (const { path, type, content } of readArchive(archive))
    if (type === "file") yield { path: path.replace(/^\.\//, ""), content };
}

/** The first bytes of a stream, and the stream with them. */
async function peek(
  content: AsyncIterable<Uint8Array>,
  length: number,
): Promise<[Uint8Array, AsyncIterable<Uint8Array>]> {
  const iterator = content[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let size = 0;
  while (size < length) {
    const next = await iterator.next();
    if (next.done) break;
    first.push(next.value);
    size += next.value.length;
  }
  async function* whole(): AsyncGenerator<Uint8Array, void> {
    yield* first;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  }
  return [Buffer.concat(first).subarray(0, length), whole()];
}
