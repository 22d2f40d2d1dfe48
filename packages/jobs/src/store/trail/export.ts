import type { Database } from "../database.ts";
import { type EntryRow, entryColumns } from "./seal.ts";

/** Entries that are read at once. */
const page = 500;

/**
 * The sealed entries behind a place in the chain as JSON lines without line ends, as they are in the database: a hash that does not fit
 * its entry is given as it stands, so that `verifyTrail` finds it.
 */
export async function* exportTrail(database: Database, after = 0): AsyncGenerator<string> {
  let last = after;
  let prev = await hashAt(database, after);
  for (;;) {
    const rows = await database.all<EntryRow & { seq: number; hash: string }>(
      `SELECT ${entryColumns}, seq, hash FROM trail WHERE seq > $1 ORDER BY seq LIMIT ${page}`,
      [last],
    );
    for (const { seq, at, actor, kind, job, attempt, data, hash } of rows) {
      const when = new Date(at).toISOString();
      yield JSON.stringify({ seq, at: when, actor, kind, job, attempt, data: JSON.parse(data), prev, hash });
      prev = hash;
      last = seq;
    }
    if (rows.length < page) return;
  }
}

async function hashAt(database: Database, seq: number): Promise<string> {
  const [row] = await database.all<{ hash: string }>("SELECT hash FROM trail WHERE seq = $1", [seq]);
  return row?.hash ?? "0".repeat(64);
}
