import { type Database, one, type Statements } from "../database.ts";
import { status } from "./status.ts";

/** A job whose time has come. */
export interface Due {
  readonly job: string;
  readonly tenant: string;
  readonly concurrency_key: string | null;
  readonly concurrency: number;
}

/** The status that a job whose time has come gets: ready, or blocked until its key is free. A ready job has taken its part of the key. */
export async function admit(
  database: Database,
  statements: Statements,
  { tenant, concurrency_key: key, concurrency }: Due,
): Promise<number> {
  if (key !== null) {
    const taken = await one(
      statements,
      `INSERT INTO concurrency_keys AS k (tenant, concurrency_key, used) VALUES ($1, $2, 1)
       ON CONFLICT (tenant, concurrency_key) DO UPDATE SET used = k.used + 1 WHERE k.used < $3 RETURNING used`,
      [tenant, key, concurrency],
    );
    if (!taken) return status.blocked;
  }
  await openLane(database, statements, tenant);
  return status.ready;
}

/** Makes a tenant one that is looked at for ready jobs. */
async function openLane(database: Database, statements: Statements, tenant: string): Promise<void> {
  await database.keepLane(statements, tenant);
  await statements.all(
    `INSERT INTO lanes (tenant, turn) SELECT $1, coalesce(max(turn), 0) + 1 FROM lanes WHERE true
     ON CONFLICT (tenant) DO NOTHING`,
    [tenant],
  );
}

/** Gives back a job's part of its key, to those that are blocked by it; gives which of them are ready now. */
export async function release(
  database: Database,
  statements: Statements,
  { tenant, concurrency_key: key }: Pick<Due, "tenant" | "concurrency_key">,
): Promise<readonly string[]> {
  if (key === null) return [];
  const freed: string[] = [];
  await statements.all("UPDATE concurrency_keys SET used = used - 1 WHERE tenant = $1 AND concurrency_key = $2", [
    tenant,
    key,
  ]);
  // Jobs with one key may allow different numbers at once, so the next may still have to wait, and more than one may go.
  for (;;) {
    const next = await one<Due>(
      statements,
      `SELECT job, tenant, concurrency_key, concurrency FROM queue WHERE status = ${status.blocked} AND tenant = $1
       AND concurrency_key = $2 ORDER BY priority DESC, job LIMIT 1${database.forUpdate}`,
      [tenant, key],
    );
    if (!next) break;
    const admitted = await admit(database, statements, next);
    if (admitted !== status.ready) return freed;
    await statements.all("UPDATE queue SET status = $2 WHERE job = $1", [next.job, admitted]);
    freed.push(next.job);
  }
  await statements.all("DELETE FROM concurrency_keys WHERE tenant = $1 AND concurrency_key = $2 AND used <= 0", [
    tenant,
    key,
  ]);
  return freed;
}

/** So many jobs become due in one transaction; the rest at the next claim. */
const mostDue = 500;

/** Admits the jobs whose time has come. */
export async function admitDue(database: Database, statements: Statements, now: number): Promise<void> {
  const due = await statements.all<Due>(
    `SELECT job, tenant, concurrency_key, concurrency FROM queue WHERE status = ${status.later} AND run_at <= $1
     ORDER BY run_at, job LIMIT ${mostDue}${database.skipLocked}`,
    [now],
  );
  for (const job of due) {
    const admitted = await admit(database, statements, job);
    await statements.all("UPDATE queue SET status = $2 WHERE job = $1", [job.job, admitted]);
  }
}
