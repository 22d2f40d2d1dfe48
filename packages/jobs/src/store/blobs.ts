import { createHash } from "node:crypto";
import { newId } from "../job/id.ts";
import { type Database, one } from "./database.ts";
import type { Blob } from "./store.ts";

const chunkBytes = 256 * 1024;

/** Writes a blob in chunks, then the row that makes it one. */
export async function putBlob(
  database: Database,
  bytes: AsyncIterable<Uint8Array>,
  now: number,
): Promise<{ readonly digest: string; readonly size: number }> {
  const upload = newId(now);
  const hash = createHash("sha256");
  let size = 0;
  let number = 0;
  for await (const chunk of inChunks(bytes)) {
    hash.update(chunk);
    size += chunk.length;
    const at = number++;
    await database.write((statements) =>
      statements.all("INSERT INTO blob_chunks (upload, number, bytes) VALUES ($1, $2, $3)", [upload, at, chunk]),
    );
  }
  const digest = `sha256:${hash.digest("hex")}`;
  await database.write(async (statements) => {
    // Bytes that are there already are made young again: a cleanup must not take them before the attempt that brings them has ended.
    const kept = await one<{ upload: string }>(
      statements,
      `INSERT INTO blobs (digest, upload, size, created_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (digest) DO UPDATE SET created_at = excluded.created_at RETURNING upload`,
      [digest, upload, size, now],
    );
    if (kept?.upload !== upload) await statements.all("DELETE FROM blob_chunks WHERE upload = $1", [upload]);
  });
  return { digest, size };
}

/** A blob and its bytes, read chunk by chunk; undefined when there is none. */
export async function blob(database: Database, digest: string): Promise<Blob | undefined> {
  const row = await one<{ upload: string; size: number }>(
    database,
    "SELECT upload, size FROM blobs WHERE digest = $1",
    [digest],
  );
  return row && { size: row.size, bytes: chunksOf(database, row.upload) };
}

async function* chunksOf(database: Database, upload: string): AsyncGenerator<Uint8Array> {
  for (let number = 0; ; number++) {
    const row = await one<{ bytes: Uint8Array }>(
      database,
      "SELECT bytes FROM blob_chunks WHERE upload = $1 AND number = $2",
      [upload, number],
    );
    if (!row) return;
    yield row.bytes;
  }
}

/** The same bytes in pieces of one size. */
async function* inChunks(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let pending: Uint8Array[] = [];
  let length = 0;
  for await (const part of bytes) {
    pending.push(part);
    length += part.length;
    if (length < chunkBytes) continue;
    const joined = Buffer.concat(pending);
    let at = 0;
    for (; at + chunkBytes <= joined.length; at += chunkBytes) yield joined.subarray(at, at + chunkBytes);
    // A copy: what was handed over may be used again by its owner.
    pending = [Uint8Array.from(joined.subarray(at))];
    length = joined.length - at;
  }
  if (length > 0) yield Buffer.concat(pending);
}
