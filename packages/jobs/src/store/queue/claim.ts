import type { JobSpec } from "../../job/spec.ts";
import type { Database, Statements } from "../database.ts";
import { fairShare, type Lane } from "../fair-share.ts";
import type { Claim } from "../store.ts";
import { tell } from "../trail/append.ts";
import { admitDue } from "./admit.ts";
import { status } from "./status.ts";

/** What a claim gives a worker for how long. */
export interface Taking {
  readonly worker: string;
  readonly most: number;
  readonly now: number;
  readonly leaseMs: number;
}

/** Takes the next jobs out of the queue: tenants by their fair share, within each by priority and age. */
export async function claim(database: Database, statements: Statements, taking: Taking): Promise<readonly Claim[]> {
  await admitDue(database, statements, taking.now);
  const claims: Claim[] = [];
  const empty = new Set<string>();
  while (claims.length < taking.most) {
    const wanted = taking.most - claims.length;
    const all = await lanes(statements, wanted + empty.size);
    const shares = fairShare(
      all.filter(({ tenant }) => !empty.has(tenant)),
      wanted,
    );
    if (shares.size === 0) break;
    for (const [tenant, share] of shares) {
      const taken = await takeOf(database, statements, tenant, share, taking);
      claims.push(...taken);
      if (taken.length === share) await toTheBack(database, statements, tenant);
      else {
        // Nothing is left in it that nobody else is about to take.
        empty.add(tenant);
        await closeLane(database, statements, tenant);
      }
    }
  }
  return claims;
}

/** The lanes that come into question for so many jobs: those that run nothing, then those that do. */
async function lanes(statements: Statements, wanted: number): Promise<readonly Lane[]> {
  const idle = await statements.all<Lane>(
    `SELECT tenant, 0 AS running, turn FROM lanes l
     WHERE NOT EXISTS (SELECT 1 FROM queue q WHERE q.status = ${status.running} AND q.tenant = l.tenant) ORDER BY turn LIMIT $1`,
    [wanted],
  );
  if (idle.length === wanted) return idle;
  const busy = await statements.all<Lane>(
    `SELECT l.tenant, r.running, l.turn FROM
     (SELECT tenant, count(*) AS running FROM queue WHERE status = ${status.running} GROUP BY tenant) r
     JOIN lanes l ON l.tenant = r.tenant`,
  );
  return [...idle, ...busy];
}

/** Who holds the row is moving the lane to the back as well: nobody waits for that. */
async function toTheBack({ skipLocked }: Database, statements: Statements, tenant: string): Promise<void> {
  await statements.all(
    `UPDATE lanes SET turn = (SELECT max(turn) + 1 FROM lanes)
     WHERE tenant IN (SELECT tenant FROM lanes WHERE tenant = $1 AND turn < (SELECT max(turn) FROM lanes)${skipLocked})`,
    [tenant],
  );
}

async function closeLane(database: Database, statements: Statements, tenant: string): Promise<void> {
  if (!(await database.mayCloseLane(statements, tenant))) return;
  await statements.all(
    `DELETE FROM lanes WHERE tenant = $1
     AND NOT EXISTS (SELECT 1 FROM queue WHERE status = ${status.ready} AND tenant = $1)`,
    [tenant],
  );
}

interface Taken {
  readonly job: string;
  readonly attempt: number;
  readonly lease: number;
}

async function takeOf(
  database: Database,
  statements: Statements,
  tenant: string,
  share: number,
  { worker, now, leaseMs }: Taking,
): Promise<readonly Claim[]> {
  const leaseUntil = now + leaseMs;
  const taken = await statements.all<Taken>(
    `UPDATE queue SET status = ${status.running}, attempt = attempt + 1, lease = lease + 1, worker = $1, lease_until = $2,
     started_at = coalesce(started_at, $3)
     WHERE job IN (SELECT job FROM queue WHERE status = ${status.ready} AND tenant = $4 ORDER BY priority DESC, job LIMIT $5${database.skipLocked})
     RETURNING job, attempt, lease`,
    [worker, leaseUntil, now, tenant, share],
  );
  const claims: Claim[] = [];
  for (const { job, attempt, lease } of taken) {
    const [row] = await statements.all<{ spec: string }>("SELECT spec FROM jobs WHERE id = $1", [job]);
    if (!row) throw new Error(`the queue has ${job}, but the jobs have not`);
    await statements.all("INSERT INTO attempts (job, number, worker, started_at, log_end) VALUES ($1, $2, $3, $4, 0)", [
      job,
      attempt,
      worker,
      now,
    ]);
    await tell(statements, { at: now, actor: worker, kind: "attempt.started", job, attempt, data: {} });
    const spec = JSON.parse(row.spec) as JobSpec;
    claims.push({ job, attempt, lease, tenant, spec, leaseUntil, takenOver: false });
  }
  return claims.sort((a, b) => b.spec.priority - a.spec.priority || (a.job < b.job ? -1 : 1));
}
