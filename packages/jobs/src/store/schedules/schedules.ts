import { type CronTime, nextTime } from "../../job/schedule.ts";
import type { JobSpec } from "../../job/spec.ts";
import { type Database, one, type Statements } from "../database.ts";
import { status } from "../queue/status.ts";
import { submit } from "../queue/submit.ts";
import type { NewSchedule, Schedule } from "../side-ports.ts";
import { tell } from "../trail/append.ts";

interface Row {
  readonly tenant: string;
  readonly name: string;
  readonly cron: string;
  readonly timezone: string;
  readonly spec: string;
  readonly created_by: string;
  readonly created_at: number;
  readonly next_at: number | null;
  readonly last_at: number | null;
  readonly last_job: string | null;
}

const columns = "tenant, name, cron, timezone, spec, created_by, created_at, next_at, last_at, last_job";

function toSchedule(row: Row): Schedule {
  return {
    tenant: row.tenant,
    name: row.name,
    time: timeOf(row),
    spec: JSON.parse(row.spec) as JobSpec,
    createdBy: row.created_by,
    createdAt: row.created_at,
    ...(row.next_at === null ? {} : { nextAt: row.next_at }),
    ...(row.last_at === null ? {} : { lastAt: row.last_at }),
    ...(row.last_job === null ? {} : { lastJob: row.last_job }),
  };
}

const timeOf = ({ cron, timezone }: Pick<Row, "cron" | "timezone">): CronTime => ({ cron, timezone });

export async function setSchedule(
  statements: Statements,
  { tenant, name, time, spec, by }: NewSchedule,
  now: number,
): Promise<Schedule> {
  const { idempotencyKey: _, ...repeated } = spec;
  const next = nextTime(time, now) ?? null;
  const row = await one<Row>(
    statements,
    `INSERT INTO schedules (tenant, name, cron, timezone, spec, created_by, created_at, next_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (tenant, name) DO UPDATE
     SET cron = excluded.cron, timezone = excluded.timezone, spec = excluded.spec, next_at = excluded.next_at RETURNING ${columns}`,
    [tenant, name, time.cron, time.timezone, JSON.stringify(repeated), by, now, next],
  );
  if (!row) throw new Error(`the schedule ${name} was written and is not there`);
  await tell(statements, { at: now, actor: by, kind: "schedule.set", data: { tenant, name, ...time } });
  return toSchedule(row);
}

export async function schedules(statements: Statements, tenant: string | undefined): Promise<readonly Schedule[]> {
  const rows = await statements.all<Row>(
    `SELECT ${columns} FROM schedules ${tenant === undefined ? "" : "WHERE tenant = $1 "}ORDER BY tenant, name`,
    tenant === undefined ? [] : [tenant],
  );
  return rows.map(toSchedule);
}

export async function removeSchedule(
  statements: Statements,
  tenant: string,
  name: string,
  by: string,
  now: number,
): Promise<boolean> {
  const removed = await one(statements, "DELETE FROM schedules WHERE tenant = $1 AND name = $2 RETURNING name", [
    tenant,
    name,
  ]);
  if (removed) await tell(statements, { at: now, actor: by, kind: "schedule.removed", data: { tenant, name } });
  return removed !== undefined;
}

/** Schedules that one transaction sees to. */
const mostAtOnce = 100;

/** Submits the jobs of the schedules whose time has come. Gives their ids, and whether there may be more. */
export async function fire(
  database: Database,
  statements: Statements,
  now: number,
): Promise<{ readonly jobs: readonly string[]; readonly more: boolean }> {
  const due = await statements.all<Row>(
    `SELECT ${columns} FROM schedules WHERE next_at <= $1 ORDER BY next_at LIMIT ${mostAtOnce}${database.skipLocked}`,
    [now],
  );
  const jobs: string[] = [];
  for (const row of due) {
    const { tenant, name, last_job: last } = row;
    const waits =
      last !== null &&
      (await one(statements, `SELECT 1 FROM queue WHERE job = $1 AND status <> ${status.running}`, [last]));
    let job = last;
    if (!waits) {
      const spec = JSON.parse(row.spec) as JobSpec;
      const submission = { spec, tenant, by: row.created_by, schedule: name };
      job = (await submit(database, statements, submission, now)).id;
      jobs.push(job);
    }
    await statements.all(
      "UPDATE schedules SET next_at = $3, last_at = $4, last_job = $5 WHERE tenant = $1 AND name = $2",
      [tenant, name, nextTime(timeOf(row), now) ?? null, waits ? row.last_at : now, job],
    );
  }
  return { jobs, more: due.length === mostAtOnce };
}
