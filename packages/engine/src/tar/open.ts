import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { type Extract, extract } from "tar-stream";

// Loaded where an archive is opened: streams and their libraries cost as much as a short command takes besides.

/** The entries of a tar stream as they come, and the end of its reading, which fails when the stream does. */
export function openTar(archive: AsyncIterable<Uint8Array>): {
  readonly entries: Extract;
  readonly fed: Promise<void>;
} {
  const entries = extract();
  const fed = pipeline(Readable.from(archive), entries);
  // It fails in the loop over the entries as well.
  fed.catch(() => undefined);
  return { entries, fed };
}

/** What a gzip stream holds. Reading it fails when the stream does. */
export function gunzipped(content: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const unpacked = createGunzip();
  pipeline(Readable.from(content), unpacked).catch(() => undefined);
  return unpacked;
}
