import { one, type Statements } from "../database.ts";
import type { LogChunk } from "../store.ts";

/** Rows that are read at once. */
const rowsAtOnce = 32;

/** What is kept of an attempt's output from an offset on: so many bytes, from one on, or all that there are. */
export async function readLog(
  statements: Statements,
  job: string,
  attempt: number,
  from: number,
  most: number,
): Promise<readonly LogChunk[]> {
  const chunks: LogChunk[] = [];
  let at = from;
  let left = most;
  for (;;) {
    const rows = await statements.all<{ start: number; bytes: Uint8Array }>(
      `SELECT start, bytes FROM log_chunks WHERE job = $1 AND attempt = $2
       AND start >= coalesce((SELECT max(start) FROM log_chunks WHERE job = $1 AND attempt = $2 AND start <= $3), 0)
       AND start + size > $3 ORDER BY start LIMIT ${rowsAtOnce}`,
      [job, attempt, at],
    );
    for (const row of rows) {
      const inside = row.bytes.subarray(Math.max(0, at - row.start));
      const offset = Math.max(at, row.start);
      const bytes = inside.subarray(0, left);
      chunks.push({ offset, bytes, ...(offset > at ? { skipped: offset - at } : {}) });
      at = offset + bytes.length;
      left -= bytes.length;
      if (left <= 0) return chunks;
    }
    if (rows.length < rowsAtOnce) return chunks;
  }
}

/** The offset behind the last byte that was seen of an attempt. */
export async function logEnd(statements: Statements, job: string, attempt: number): Promise<number> {
  const row = await one<{ log_end: number }>(
    statements,
    "SELECT log_end FROM attempts WHERE job = $1 AND number = $2",
    [job, attempt],
  );
  return row?.log_end ?? 0;
}
