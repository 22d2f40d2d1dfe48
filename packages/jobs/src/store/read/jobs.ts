import { formatDuration } from "@slipway/core";
import { isId } from "../../job/id.ts";
import type { Applied, Attempt, AttemptEnd, Job, JobState } from "../../job/job.ts";
import type { JobSpec } from "../../job/spec.ts";
import { one, type Statements, type Value } from "../database.ts";
import { status } from "../queue/status.ts";
import type { JobQuery, QueueDepth, Standing } from "../store.ts";

interface JobRow {
  readonly id: string;
  readonly tenant: string;
  readonly spec: string;
  readonly state: JobState;
  readonly attempt: number;
  readonly created_at: number;
  readonly run_at: number;
  readonly started_at: number | null;
  readonly finished_at: number | null;
  readonly cancel_requested: number;
  readonly ended: string | null;
  readonly schedule: string | null;
  readonly submitted_by: string;
}

/** A job as it stands: what changes while it has not ended is in its row of the queue. */
const standingColumns = `j.tenant, CASE q.status WHEN ${status.running} THEN 'running' ELSE j.state END AS state,
  coalesce(q.attempt, j.attempt) AS attempt`;
const columns = `j.id, j.spec, ${standingColumns}, j.created_at, coalesce(q.run_at, j.run_at) AS run_at,
  coalesce(q.started_at, j.started_at) AS started_at, j.finished_at,
  coalesce(q.cancel_requested, j.cancel_requested) AS cancel_requested, j.ended, j.schedule, j.submitted_by`;

function toJob(row: JobRow): Job {
  return {
    id: row.id,
    tenant: row.tenant,
    spec: JSON.parse(row.spec) as JobSpec,
    state: row.state,
    attempt: row.attempt,
    createdAt: row.created_at,
    runAt: row.run_at,
    ...(row.started_at === null ? {} : { startedAt: row.started_at }),
    ...(row.finished_at === null ? {} : { finishedAt: row.finished_at }),
    cancelRequested: row.cancel_requested === 1,
    ...(row.ended === null ? {} : { end: JSON.parse(row.ended) as AttemptEnd }),
    ...(row.schedule === null ? {} : { schedule: row.schedule }),
    submittedBy: row.submitted_by,
  };
}

export async function job(statements: Statements, id: string): Promise<Job | undefined> {
  if (!isId(id)) return undefined;
  const row = await one<JobRow>(
    statements,
    `SELECT ${columns} FROM jobs j LEFT JOIN queue q ON q.job = j.id WHERE j.id = $1`,
    [id],
  );
  return row && toJob(row);
}

export async function standing(statements: Statements, id: string): Promise<Standing | undefined> {
  if (!isId(id)) return undefined;
  return await one<Standing>(
    statements,
    `SELECT ${standingColumns} FROM jobs j LEFT JOIN queue q ON q.job = j.id WHERE j.id = $1`,
    [id],
  );
}

/** Jobs, the youngest first. */
export async function jobs(statements: Statements, query: JobQuery): Promise<readonly Job[]> {
  const values: Value[] = [];
  const value = (given: Value): string => `$${values.push(given)}`;
  const { tenant, states, before, limit } = query;
  const open = states?.filter((state) => state === "queued" || state === "running") ?? [];
  const ended = states?.filter((state) => state !== "queued" && state !== "running") ?? [];
  const conditions = ["1 = 1"];
  if (tenant !== undefined) conditions.push(`j.tenant = ${value(tenant)}`);
  if (before !== undefined) conditions.push(`j.id < ${value(before)}`);
  if (states && states.length < 5) {
    const running = `q.status = ${status.running}`;
    const parts = [
      ...(open.includes("queued") ? [`q.status <> ${status.running}`] : []),
      ...(open.includes("running") ? [running] : []),
      ...(ended.length > 0 ? [`j.state IN (${ended.map(value).join(", ")})`] : []),
    ];
    conditions.push(`(${parts.join(" OR ") || "1 = 0"})`);
  }
  // Jobs that have not ended are few among all: they are found from the queue.
  const join =
    states && ended.length === 0 ? "queue q JOIN jobs j ON j.id = q.job" : "jobs j LEFT JOIN queue q ON q.job = j.id";
  const rows = await statements.all<JobRow>(
    `SELECT ${columns} FROM ${join} WHERE ${conditions.join(" AND ")} ORDER BY j.id DESC LIMIT ${value(limit)}`,
    values,
  );
  return rows.map(toJob);
}

export async function attempts(statements: Statements, job: string): Promise<readonly Attempt[]> {
  const rows = await statements.all<{
    readonly number: number;
    readonly worker: string;
    readonly started_at: number;
    readonly finished_at: number | null;
    readonly ended: string | null;
    readonly applied: string | null;
  }>("SELECT number, worker, started_at, finished_at, ended, applied FROM attempts WHERE job = $1 ORDER BY number", [
    job,
  ]);
  return rows.map((row) => ({
    job,
    number: row.number,
    worker: row.worker,
    startedAt: row.started_at,
    ...(row.finished_at === null ? {} : { finishedAt: row.finished_at }),
    ...(row.ended === null ? {} : { end: JSON.parse(row.ended) as AttemptEnd }),
    ...(row.applied === null ? {} : { applied: JSON.parse(row.applied) as Applied }),
  }));
}

export async function depth(statements: Statements): Promise<QueueDepth> {
  const rows = await statements.all<{ status: number; count: number }>(
    "SELECT status, count(*) AS count FROM queue GROUP BY status",
  );
  const of = (wanted: number): number => rows.find((row) => row.status === wanted)?.count ?? 0;
  return { later: of(status.later), blocked: of(status.blocked), ready: of(status.ready), running: of(status.running) };
}

/** Why a job waits, as a sentence without full stop. */
export async function waitingFor(statements: Statements, job: string, now: number): Promise<string | undefined> {
  const row = await one<{
    readonly tenant: string;
    readonly status: number;
    readonly run_at: number;
    readonly priority: number;
    readonly attempt: number;
    readonly concurrency_key: string | null;
  }>(statements, "SELECT tenant, status, run_at, priority, attempt, concurrency_key FROM queue WHERE job = $1", [job]);
  if (!row || row.status === status.running) return undefined;
  if (row.status === status.later) {
    const wait = formatDuration(Math.max(1000, Math.ceil((row.run_at - now) / 1000) * 1000) * 1e6);
    return row.attempt === 0
      ? `it is to begin in ${wait}, at ${new Date(row.run_at).toISOString()}`
      : `attempt ${row.attempt} has ended; the next begins in ${wait}`;
  }
  if (row.status === status.blocked) {
    const holder = await one<{ job: string }>(
      statements,
      `SELECT job FROM queue WHERE tenant = $1 AND concurrency_key = $2 AND status IN (${status.ready}, ${status.running})
       ORDER BY status DESC, job LIMIT 1`,
      [row.tenant, row.concurrency_key ?? ""],
    );
    return `job ${holder?.job ?? ""} has the concurrency key ${JSON.stringify(row.concurrency_key)}`;
  }
  // Counting all that stand before it would look at the whole queue.
  const counted = await one<{ count: number }>(
    statements,
    `SELECT count(*) AS count FROM (SELECT 1 FROM queue WHERE status = ${status.ready} AND tenant = $1
     AND (priority > $2 OR (priority = $2 AND job < $3)) LIMIT 1000) AS earlier`,
    [row.tenant, row.priority, job],
  );
  const before = counted?.count ?? 0;
  if (before === 0) return "it is the next of its tenant and waits for a worker with a free place";
  const many = before === 1000 ? "1000 or more jobs" : before === 1 ? "1 job" : `${before} jobs`;
  return `${many} of its tenant come before it, and no worker has a free place`;
}
