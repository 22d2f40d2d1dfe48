import { newId } from "../../job/id.ts";
import type { JobSpec } from "../../job/spec.ts";
import { fairShare, type Lane } from "../fair-share.ts";
import type { HotPaths } from "../hot-paths.ts";
import { status } from "../queue/status.ts";
import { isPlain, specDigest, toldSubmission } from "../queue/submit.ts";
import { laneLock, type PostgresDatabase } from "./database.ts";
import { passTogether } from "./pass-together.ts";

/** Of the tenants with ready jobs the one with the fewest running; among equals the one that was served longest ago. */
const nextTenant = `SELECT tenant, 1 AS jobs FROM (
    (SELECT l.tenant FROM lanes l
     WHERE NOT EXISTS (SELECT 1 FROM queue q WHERE q.status = ${status.running} AND q.tenant = l.tenant) ORDER BY l.turn LIMIT 1)
    UNION ALL
    (SELECT l.tenant FROM (SELECT tenant, count(*) AS running FROM queue WHERE status = ${status.running} GROUP BY tenant) r
     JOIN lanes l USING (tenant) ORDER BY r.running, l.turn LIMIT 1)
  ) next LIMIT 1`;

/** The lanes that come into question for so many jobs. */
const lanes = `(SELECT tenant, 0 AS running, turn FROM lanes l
    WHERE NOT EXISTS (SELECT 1 FROM queue q WHERE q.status = ${status.running} AND q.tenant = l.tenant) ORDER BY turn LIMIT $1)
  UNION ALL
  SELECT l.tenant, r.running, l.turn FROM
    (SELECT tenant, count(*) AS running FROM queue WHERE status = ${status.running} GROUP BY tenant) r JOIN lanes l USING (tenant)`;

/** Takes the shares out of the queue, with all that a claim writes, in one statement. `due`: jobs wait to be admitted first. */
const take = (share: string): string => `WITH share AS MATERIALIZED (${share}),
  picked AS MATERIALIZED (
    SELECT q.job FROM share s CROSS JOIN LATERAL (
      SELECT job FROM queue WHERE status = ${status.ready} AND tenant = s.tenant
      ORDER BY priority DESC, job LIMIT s.jobs FOR UPDATE SKIP LOCKED
    ) q
  ),
  taken AS (
    UPDATE queue SET status = ${status.running}, attempt = attempt + 1, lease = lease + 1, worker = $1, lease_until = $2,
      started_at = coalesce(started_at, $3)
    WHERE job = ANY (ARRAY(SELECT job FROM picked)) RETURNING job, tenant, attempt, lease, priority
  ),
  begun AS (
    INSERT INTO attempts (job, number, worker, started_at, log_end) SELECT job, attempt, $1, $3, 0 FROM taken
  ),
  told AS (
    INSERT INTO trail (at, actor, kind, job, attempt, data) SELECT $3, $1, 'attempt.started', job, attempt, '{}' FROM taken
  ),
  turned AS (
    UPDATE lanes SET turn = nextval('turns') WHERE tenant IN (
      SELECT tenant FROM lanes WHERE tenant IN (SELECT tenant FROM taken) AND turn < (SELECT max(turn) FROM lanes)
      FOR NO KEY UPDATE SKIP LOCKED
    )
  )
  SELECT EXISTS (SELECT 1 FROM queue WHERE status = ${status.later} AND run_at <= $3) AS due,
    taken.job, taken.tenant, taken.attempt, taken.lease, taken.priority, jobs.spec
  FROM (SELECT 1) always LEFT JOIN taken ON true LEFT JOIN jobs ON jobs.id = taken.job ORDER BY taken.priority DESC, taken.job`;

const takeNext = take(nextTenant);
/** All from the only tenant that has ready jobs; nothing where several have. */
const takeFromOne = take(
  "SELECT min(tenant) AS tenant, $4::integer AS jobs FROM (SELECT tenant FROM lanes LIMIT 2) l HAVING count(*) = 1",
);
const takeShares = take("SELECT * FROM unnest($4::text[], $5::integer[]) AS s (tenant, jobs)");

interface Taken {
  readonly due: boolean;
  readonly job: string | null;
  readonly tenant: string;
  readonly attempt: number;
  readonly lease: number;
  readonly spec: string;
}

const submitOne = `WITH lane AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(${laneLock}, hashtext($2))),
  opened AS (
    INSERT INTO lanes (tenant, turn) SELECT $2, nextval('turns') FROM lane WHERE NOT EXISTS (SELECT 1 FROM lanes WHERE tenant = $2)
    ON CONFLICT (tenant) DO NOTHING
  ),
  written AS (
    INSERT INTO jobs (id, tenant, spec, digest, idempotency_key, state, attempt, created_at, run_at, cancel_requested,
      schedule, submitted_by)
    SELECT $1, $2, $3, $4, $5, 'queued', 0, $6, $6, 0, $7, $8 FROM lane
    ON CONFLICT (tenant, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING RETURNING id
  ),
  queued AS (
    INSERT INTO queue (job, tenant, priority, status, run_at, concurrency, plain, attempt, lease, failures, losses, cancel_requested)
    SELECT id, $2, $9, ${status.ready}, $6, 1, $10, 0, 0, 0, 0, 0 FROM written
  ),
  told AS (
    INSERT INTO trail (at, actor, kind, job, attempt, data) SELECT $6, $8, 'job.submitted', id, 0, $11 FROM written
  )
  SELECT id FROM written`;

/** What PostgreSQL does in one statement, which is one round trip and one transaction. */
export function postgresHotPaths(database: PostgresDatabase): HotPaths {
  const pass = passTogether(database);
  /** Whether one tenant had all ready jobs when it was last looked: then its share need not be asked for. */
  let isAlone = true;
  return {
    async submit(submission, now) {
      const { spec, tenant, by, runAt, schedule } = submission;
      if (spec.concurrencyKey !== undefined || (runAt !== undefined && runAt > now)) return undefined;
      const id = newId(now);
      const digest = specDigest(spec);
      const [written] = await database.all<{ id: string }>(submitOne, [
        id,
        tenant,
        JSON.stringify(spec),
        digest,
        spec.idempotencyKey ?? null,
        now,
        schedule ?? null,
        by,
        spec.priority,
        isPlain(spec) ? 1 : 0,
        JSON.stringify(toldSubmission(submission, digest)),
      ]);
      return written?.id;
    },

    async claim({ worker, most, now, leaseMs }) {
      const leaseUntil = now + leaseMs;
      let wanted = 1;
      let rows: readonly Taken[] = [];
      if (most === 1) rows = await database.all<Taken>(takeNext, [worker, leaseUntil, now]);
      else if (isAlone) {
        wanted = most;
        rows = await database.all<Taken>(takeFromOne, [worker, leaseUntil, now, most]);
        isAlone = rows.some(({ job }) => job !== null);
      }
      if (most > 1 && !isAlone) {
        const open = await database.all<Lane>(lanes, [most]);
        isAlone = open.length === 1;
        const shares = fairShare(open, most);
        wanted = [...shares.values()].reduce((sum, jobs) => sum + jobs, 0);
        rows = await database.all<Taken>(takeShares, [
          worker,
          leaseUntil,
          now,
          [...shares.keys()],
          [...shares.values()],
        ]);
      }
      const claims = rows.flatMap(({ job, tenant, attempt, lease, spec }) =>
        job === null
          ? []
          : [{ job, attempt, lease, tenant, spec: JSON.parse(spec) as JobSpec, leaseUntil, takenOver: false }],
      );
      return { claims, more: claims.length < wanted, due: rows[0]?.due === true };
    },

    async finish(held, end, now) {
      const isPass = end.reason === "exit" && end.exitCode === 0 && end.artifacts.length === 0;
      return isPass && (await pass(held, end, now)) ? "succeeded" : undefined;
    },
  };
}
