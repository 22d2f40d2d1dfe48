import type { AttemptEnd, JobState } from "../../job/job.ts";
import type { JobSpec } from "../../job/spec.ts";
import { type Database, one, type Statements } from "../database.ts";
import { post } from "../outbox/post.ts";
import { outcomeOf } from "../outcome.ts";
import type { Held } from "../store.ts";
import { tell } from "../trail/append.ts";
import { release } from "./admit.ts";
import { hold } from "./hold.ts";
import { status } from "./status.ts";

/** What the end of an attempt comes to. */
export interface Finished {
  /** That the job has then. */
  readonly state: JobState;
  /** Jobs that waited for its concurrency key and are ready now. */
  readonly freed: readonly string[];
}

/** Ends an attempt, and the job with it when it is not tried again. */
export async function finish(
  database: Database,
  statements: Statements,
  held: Held,
  end: AttemptEnd,
  now: number,
): Promise<Finished | "fenced"> {
  const { job, attempt } = held;
  const row = await hold(database, statements, held);
  if (!row) return "fenced";
  const spec = await specOf(statements, job);
  const outcome = outcomeOf(
    {
      retries: spec.retries,
      failures: row.failures,
      losses: row.losses,
      cancelRequested: row.cancel_requested === 1,
    },
    end,
    now,
  );
  const ended = JSON.stringify(end);
  await statements.all("UPDATE attempts SET finished_at = $3, ended = $4 WHERE job = $1 AND number = $2", [
    job,
    attempt,
    now,
    ended,
  ]);
  for (const { digest } of end.artifacts) {
    await statements.all("INSERT INTO artifacts (digest, job) VALUES ($1, $2) ON CONFLICT DO NOTHING", [digest, job]);
  }
  const told = { at: now, actor: row.worker, job, attempt };
  if (outcome.state === "queued") {
    const { runAt, failures, losses } = outcome;
    await statements.all(
      `UPDATE queue SET status = ${status.later}, run_at = $2, failures = $3, losses = $4, worker = NULL, lease_until = NULL WHERE job = $1`,
      [job, runAt, failures, losses],
    );
    const freed = await release(database, statements, row);
    await tell(statements, { ...told, kind: "attempt.retried", data: { ...toldEnd(end), runAt } });
    return { state: "queued", freed };
  }
  await statements.all("DELETE FROM queue WHERE job = $1", [job]);
  await statements.all(
    `UPDATE jobs SET state = $2, attempt = $3, started_at = $4, finished_at = $5, cancel_requested = $6, ended = $7 WHERE id = $1`,
    [job, outcome.state, attempt, row.started_at, now, row.cancel_requested, ended],
  );
  await statements.all("INSERT INTO ends (finished_at, job) VALUES ($1, $2)", [now, job]);
  const freed = await release(database, statements, row);
  await tell(statements, { ...told, kind: "job.ended", data: { state: outcome.state, ...toldEnd(end) } });
  if (spec.webhook !== undefined)
    await post(statements, spec.webhook, { job, attempt, state: outcome.state, end }, now);
  return { state: outcome.state, freed };
}

/** What the audit trail tells of an end: its result is the job's own affair and may be long. */
export function toldEnd({ reason, exitCode, message, artifacts }: AttemptEnd): Readonly<Record<string, unknown>> {
  return {
    reason,
    ...(exitCode === undefined ? {} : { exitCode }),
    message,
    ...(artifacts.length > 0 ? { artifacts } : {}),
  };
}

async function specOf(statements: Statements, job: string): Promise<JobSpec> {
  const row = await one<{ spec: string }>(statements, "SELECT spec FROM jobs WHERE id = $1", [job]);
  if (!row) throw new Error(`the queue has ${job}, but the jobs have not`);
  return JSON.parse(row.spec) as JobSpec;
}

/** Ends a job that does not run, or asks its worker to end it. Gives what happened, and which jobs its key is free for now. */
export async function cancel(
  database: Database,
  statements: Statements,
  job: string,
  by: string,
  now: number,
): Promise<{ readonly did: "ended" | "asked" | "nothing"; readonly freed: readonly string[] }> {
  const row = await one<{
    readonly tenant: string;
    readonly concurrency_key: string | null;
    readonly status: number;
    readonly attempt: number;
    readonly cancel_requested: number;
    readonly started_at: number | null;
  }>(
    statements,
    `SELECT tenant, concurrency_key, status, attempt, cancel_requested, started_at FROM queue WHERE job = $1${database.forUpdate}`,
    [job],
  );
  if (!row || row.cancel_requested === 1) return { did: "nothing", freed: [] };
  const told = { at: now, actor: by, job, attempt: row.attempt };
  if (row.status === status.running) {
    await statements.all("UPDATE queue SET cancel_requested = 1 WHERE job = $1", [job]);
    await tell(statements, { ...told, kind: "job.cancel_requested", data: {} });
    return { did: "asked", freed: [] };
  }
  const spec = await specOf(statements, job);
  const end: AttemptEnd = { reason: "canceled", message: "canceled while it was waiting", artifacts: [] };
  await statements.all("DELETE FROM queue WHERE job = $1", [job]);
  await statements.all(
    `UPDATE jobs SET state = 'canceled', attempt = $2, started_at = $3, finished_at = $4, cancel_requested = 1, ended = $5 WHERE id = $1`,
    [job, row.attempt, row.started_at, now, JSON.stringify(end)],
  );
  await statements.all("INSERT INTO ends (finished_at, job) VALUES ($1, $2)", [now, job]);
  const freed = row.status === status.ready ? await release(database, statements, row) : [];
  await tell(statements, { ...told, kind: "job.ended", data: { state: "canceled", ...toldEnd(end) } });
  if (spec.webhook !== undefined) {
    await post(statements, spec.webhook, { job, attempt: row.attempt, state: "canceled", end }, now);
  }
  return { did: "ended", freed };
}
