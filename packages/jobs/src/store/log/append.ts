import { type Database, one, type Statements } from "../database.ts";
import { hold } from "../queue/hold.ts";
import type { Claim, LogChunk } from "../store.ts";

/** Rows are not larger than this, so that a reader gets pieces that it can send. */
const largestRow = 64 * 1024;
/** Nor smaller, unless less was written: thousands of rows would cost more than what they are finer by. */
const smallestRow = 1024;
/** The tail is dropped in whole rows: writing a row anew at every append would cost as much as the output itself. So many make it up. */
const rowsInTail = 16;

/**
 * Keeps the head and the tail of an attempt's output: the first and the last half of what its specification allows, and at most one row
 * more. What the store has seen already is skipped.
 */
export async function appendLog(
  database: Database,
  statements: Statements,
  claim: Claim,
  chunk: LogChunk,
): Promise<number | "fenced"> {
  const { job, attempt } = claim;
  if (!(await hold(database, statements, claim))) return "fenced";
  const row = await one<{ log_end: number }>(
    statements,
    "SELECT log_end FROM attempts WHERE job = $1 AND number = $2",
    [job, attempt],
  );
  if (!row) throw new Error(`the queue has attempt ${attempt} of ${job}, but the attempts have not`);
  const end = chunk.offset + chunk.bytes.length;
  if (end <= row.log_end) return row.log_end;
  const { logBytes } = claim.spec.resources;
  const head = Math.ceil(logBytes / 2);
  const tail = logBytes - head;
  const tailRow = Math.min(largestRow, Math.max(smallestRow, Math.floor(tail / rowsInTail)));
  for (const { start, bytes } of rowsOf(chunk, row.log_end, { head, tailStart: end - tail, tailRow })) {
    await statements.all("INSERT INTO log_chunks (job, attempt, start, size, bytes) VALUES ($1, $2, $3, $4, $5)", [
      job,
      attempt,
      start,
      bytes.length,
      bytes,
    ]);
  }
  if (end > logBytes) {
    await statements.all(
      "DELETE FROM log_chunks WHERE job = $1 AND attempt = $2 AND start >= $3 AND start + size <= $4",
      [job, attempt, head, end - tail],
    );
  }
  await statements.all("UPDATE attempts SET log_end = $3 WHERE job = $1 AND number = $2", [job, attempt, end]);
  return end;
}

/** The rows that new output is kept in: behind what is there, cut where the head ends, without what the tail would drop at once. */
function rowsOf(
  { offset, bytes }: LogChunk,
  seen: number,
  { head, tailStart, tailRow }: { readonly head: number; readonly tailStart: number; readonly tailRow: number },
): readonly { readonly start: number; readonly bytes: Uint8Array }[] {
  const rows: { start: number; bytes: Uint8Array }[] = [];
  const end = offset + bytes.length;
  for (let at = Math.max(offset, seen); at < end; ) {
    if (at >= head && at < tailStart) at = Math.max(at, Math.min(tailStart, end));
    if (at >= end) break;
    const until = at < head ? Math.min(end, at + largestRow, head) : Math.min(end, at + tailRow);
    rows.push({ start: at, bytes: bytes.subarray(at - offset, until - offset) });
    at = until;
  }
  return rows;
}
