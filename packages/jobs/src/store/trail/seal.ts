import { type Database, one, type Statements } from "../database.ts";
import { beginning, type SealedEntry, sealed } from "./entry.ts";

/** An entry as the database has it. */
export interface EntryRow {
  readonly id: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: string;
  readonly job: string | null;
  readonly attempt: number;
  readonly data: string;
}

export const entryColumns = "id, at, actor, kind, job, attempt, data";

/** Entries that one transaction seals. */
const mostAtOnce = 1000;

/**
 * Gives entries their place in the chain, in order of writing, until none is left that was there at the beginning. Sealers
 * take turns. Gives how many were sealed.
 */
export async function seal(database: Database): Promise<number> {
  let all = 0;
  for (;;) {
    const done = await database.write(async (statements) => {
      await database.exclusively(statements, "seal");
      const rows = await statements.all<EntryRow>(
        `SELECT ${entryColumns} FROM trail WHERE seq IS NULL ORDER BY id LIMIT ${mostAtOnce}`,
      );
      let last = await head(statements);
      const places = rows.map((row) => {
        last = toSealed(row, last.seq + 1, last.hash);
        return [row.id, last.seq, last.hash] as const;
      });
      await place(statements, places);
      return rows.length;
    });
    all += done;
    if (done < mostAtOnce) return all;
  }
}

/** Rows that one statement changes. */
const together = 50;

async function place(statements: Statements, places: readonly (readonly [number, number, string])[]): Promise<void> {
  for (let at = 0; at < places.length; ) {
    const size = places.length - at >= together ? together : 1;
    const part = places.slice(at, at + size);
    const rows = part.map(
      (_, row) => `(CAST($${row * 3 + 1} AS BIGINT), CAST($${row * 3 + 2} AS BIGINT), $${row * 3 + 3})`,
    );
    await statements.all(
      `WITH placed (id, seq, hash) AS (VALUES ${rows.join(", ")})
       UPDATE trail SET seq = placed.seq, hash = placed.hash FROM placed WHERE trail.id = placed.id AND trail.seq IS NULL`,
      part.flat(),
    );
    at += size;
  }
}

/** The end of the chain: what a later `verify` can be held against. */
export async function head(statements: Statements): Promise<{ readonly seq: number; readonly hash: string }> {
  const row = await one<{ seq: number; hash: string }>(
    statements,
    "SELECT seq, hash FROM trail WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1",
  );
  return row ?? { seq: 0, hash: beginning };
}

/** A row as the entry that it is in the chain. */
function toSealed(row: EntryRow, seq: number, prev: string): SealedEntry {
  const { actor, kind, job, attempt } = row;
  const at = new Date(row.at).toISOString();
  const data = JSON.parse(row.data) as Readonly<Record<string, unknown>>;
  return sealed({ seq, at, actor, kind, job, attempt, data, prev });
}
