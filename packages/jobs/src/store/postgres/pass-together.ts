import type { AttemptEnd } from "../../job/job.ts";
import { toldEnd } from "../queue/finish.ts";
import { status } from "../queue/status.ts";
import type { Held } from "../store.ts";
import { isConflict, type PostgresDatabase } from "./database.ts";

/** Ends jobs that have passed, when nothing hangs on them: no key to give on, no webhook to tell, no artefact to keep. */
const pass = `WITH given AS MATERIALIZED (
    SELECT * FROM unnest($1::text[], $2::integer[], $3::integer[], $4::text[], $5::text[]) AS g (job, attempt, lease, ended, told)
  ),
  gone AS (
    DELETE FROM queue USING given g
    WHERE queue.job = g.job AND queue.attempt = g.attempt AND queue.lease = g.lease AND status = ${status.running} AND plain = 1
    RETURNING queue.job, queue.attempt, worker, started_at, cancel_requested, g.ended, g.told
  ),
  ended AS (
    UPDATE attempts SET finished_at = $6, ended = gone.ended FROM gone
    WHERE attempts.job = gone.job AND attempts.number = gone.attempt
  ),
  written AS (
    UPDATE jobs SET state = 'succeeded', attempt = gone.attempt, started_at = gone.started_at, finished_at = $6,
      cancel_requested = gone.cancel_requested, ended = gone.ended FROM gone WHERE jobs.id = gone.job
  ),
  listed AS (
    INSERT INTO ends (finished_at, job) SELECT $6, job FROM gone
  ),
  told AS (
    INSERT INTO trail (at, actor, kind, job, attempt, data) SELECT $6, worker, 'job.ended', job, attempt, told FROM gone
  )
  SELECT job FROM gone`;

/** So many statements are on their way at once; what comes meanwhile goes together into the next. */
const atOnce = 2;
const mostTogether = 64;

interface Waiting {
  readonly held: Held;
  readonly end: AttemptEnd;
  readonly now: number;
  readonly done: (passed: boolean) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Ends attempts that have passed, those that end at the same time in one statement: each is answered when the commit is durable.
 * Gives false for what needs the usual way; then nothing was done.
 */
export function passTogether(
  database: PostgresDatabase,
): (held: Held, end: AttemptEnd, now: number) => Promise<boolean> {
  const waiting: Waiting[] = [];
  let running = 0;
  const pump = async (): Promise<void> => {
    if (running >= atOnce) return;
    running++;
    // What ends in this turn of the event loop rides along.
    await Promise.resolve();
    while (waiting.length > 0) await passAll(database, waiting.splice(0, mostTogether));
    running--;
  };
  return (held, end, now) =>
    new Promise((done, failed) => {
      waiting.push({ held, end, now, done, failed });
      pump().catch(failed);
    });
}

async function passAll(database: PostgresDatabase, group: readonly Waiting[]): Promise<void> {
  try {
    const rows = await database.all<{ job: string }>(pass, [
      group.map(({ held }) => held.job),
      group.map(({ held }) => held.attempt),
      group.map(({ held }) => held.lease),
      group.map(({ end }) => JSON.stringify(end)),
      group.map(({ end }) => JSON.stringify({ state: "succeeded", ...toldEnd(end) })),
      Math.max(...group.map(({ now }) => now)),
    ]);
    const passed = new Set(rows.map(({ job }) => job));
    for (const { held, done } of group) done(passed.delete(held.job));
  } catch (error) {
    for (const { done, failed } of group) {
      if (isConflict(error)) done(false);
      else failed(error);
    }
  }
}
