import type { Applied } from "../../job/job.ts";
import type { JobSpec } from "../../job/spec.ts";
import { type Database, one, type Statements } from "../database.ts";
import type { Claim, Heartbeat, Held } from "../store.ts";
import { tell } from "../trail/append.ts";
import type { Taking } from "./claim.ts";
import { status } from "./status.ts";

/** A running job as the queue has it. */
export interface Hold {
  readonly tenant: string;
  readonly worker: string;
  readonly concurrency_key: string | null;
  readonly concurrency: number;
  readonly failures: number;
  readonly losses: number;
  readonly cancel_requested: number;
  readonly started_at: number;
}

/** The row of the queue that a hold speaks of, locked; undefined when somebody else has the job or nobody. */
export async function hold(database: Database, statements: Statements, held: Held): Promise<Hold | undefined> {
  return await one<Hold>(
    statements,
    `SELECT tenant, worker, concurrency_key, concurrency, failures, losses, cancel_requested, started_at FROM queue
     WHERE job = $1 AND attempt = $2 AND lease = $3 AND status = ${status.running}${database.forUpdate}`,
    [held.job, held.attempt, held.lease],
  );
}

/** Prolongs the leases of a worker. */
export async function heartbeat(
  statements: Statements,
  worker: string,
  claims: readonly Held[],
  leaseUntil: number,
): Promise<Heartbeat> {
  const lost: Held[] = [];
  const canceled: Held[] = [];
  for (const { job, attempt, lease } of [...claims].sort((a, b) => (a.job < b.job ? -1 : 1))) {
    const kept = await one<{ cancel_requested: number }>(
      statements,
      `UPDATE queue SET lease_until = $4 WHERE job = $1 AND attempt = $2 AND lease = $3 AND worker = $5 AND status = ${status.running}
       RETURNING cancel_requested`,
      [job, attempt, lease, leaseUntil, worker],
    );
    if (!kept) lost.push({ job, attempt, lease });
    else if (kept.cancel_requested === 1) canceled.push({ job, attempt, lease });
  }
  return { lost, canceled };
}

/** Gives leases up, as if they had run out. */
export async function release(statements: Statements, claims: readonly Held[]): Promise<void> {
  for (const { job, attempt, lease } of claims) {
    await statements.all(
      `UPDATE queue SET lease_until = 0 WHERE job = $1 AND attempt = $2 AND lease = $3 AND status = ${status.running}`,
      [job, attempt, lease],
    );
  }
}

/** Gives attempts whose lease has run out to another worker; with `restarted` also those that this worker held before. */
export async function takeOver(
  database: Database,
  statements: Statements,
  { worker, most, now, leaseMs }: Taking,
  restarted: boolean,
): Promise<readonly Claim[]> {
  const left = await statements.all<{ job: string; worker: string }>(
    `SELECT job, worker FROM queue WHERE status = ${status.running} AND (lease_until < $1${restarted ? " OR worker = $2" : ""})
     ORDER BY lease_until LIMIT $${restarted ? 3 : 2}${database.skipLocked}`,
    restarted ? [now, worker, most] : [now, most],
  );
  const leaseUntil = now + leaseMs;
  const claims: Claim[] = [];
  for (const { job, worker: before } of left) {
    const row = await one<{ attempt: number; lease: number; tenant: string; spec: string }>(
      statements,
      `UPDATE queue SET worker = $2, lease_until = $3, lease = lease + 1 WHERE job = $1
       RETURNING attempt, lease, tenant, (SELECT spec FROM jobs WHERE id = $1) AS spec`,
      [job, worker, leaseUntil],
    );
    if (!row) throw new Error(`${job} left the queue while its row was locked`);
    const { attempt, lease, tenant } = row;
    await statements.all("UPDATE attempts SET worker = $3 WHERE job = $1 AND number = $2", [job, attempt, worker]);
    const data = { from: before };
    await tell(statements, { at: now, actor: worker, kind: "attempt.taken_over", job, attempt, data });
    const spec = JSON.parse(row.spec) as JobSpec;
    claims.push({ job, attempt, lease, tenant, spec, leaseUntil, takenOver: true });
  }
  return claims;
}

/** Keeps what was really applied to the container of an attempt. */
export async function applied(
  database: Database,
  statements: Statements,
  held: Held,
  found: Applied,
  now: number,
): Promise<"done" | "fenced"> {
  const { job, attempt } = held;
  const row = await hold(database, statements, held);
  if (!row) return "fenced";
  await statements.all("UPDATE attempts SET applied = $3 WHERE job = $1 AND number = $2", [
    job,
    attempt,
    JSON.stringify(found),
  ]);
  await tell(statements, { at: now, actor: row.worker, kind: "attempt.applied", job, attempt, data: { ...found } });
  return "done";
}
