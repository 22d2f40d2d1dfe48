import { createHash } from "node:crypto";
import { jobsErrors } from "../errors.ts";
import { newId } from "../job/id.ts";
import { type Database, one } from "./database.ts";
import type { Blob } from "./store.ts";

const chunkBytes = 256 * 1024;

/** Writes a blob in chunks, then the row that makes it one; a blob that is there is not written again. */
export async function putBlob(
  database: Database,
  digest: string,
  bytes: AsyncIterable<Uint8Array>,
  now: number,
): Promise<void> {
  // One that is there is made young again: a cleanup must not take it before the attempt that brings it has ended.
  const known = await database.write((statements) =>
    one(statements, "UPDATE blobs SET created_at = $2 WHERE digest = $1 RETURNING digest", [digest, now]),
  );
  const upload = newId(now);
  const hash = createHash("sha256");
  let size = 0;
  let number = 0;
  for await (const chunk of inChunks(bytes)) {
    hash.update(chunk);
    size += chunk.length;
    if (known) continue;
    const at = number++;
    await database.write((statements) =>
      statements.all("INSERT INTO blob_chunks (upload, number, bytes) VALUES ($1, $2, $3)", [upload, at, chunk]),
    );
  }
  const found = `sha256:${hash.digest("hex")}`;
  if (known && found === digest) return;
  await database.write(async (statements) => {
    const written =
      found === digest &&
      (await one(
        statements,
        `INSERT INTO blobs (digest, upload, size, created_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (digest) DO NOTHING RETURNING digest`,
        [digest, upload, size, now],
      ));
    // Somebody else was quicker with the same bytes, or these are not what they were said to be.
    if (!written) await statements.all("DELETE FROM blob_chunks WHERE upload = $1", [upload]);
  });
  if (found !== digest) throw jobsErrors.error("JOBS_BLOB_MISMATCH", { digest, found });
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
