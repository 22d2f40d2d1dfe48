import { idsBefore } from "../../job/id.ts";
import { type Database, one, type Statements, type Value } from "../database.ts";
import type { Removed, Retention } from "../side-ports.ts";
import { tell } from "../trail/append.ts";

/** Jobs that one transaction sees to. */
const mostAtOnce = 100;
/** A blob belongs to an attempt that has not ended yet for at most so long. */
const uploadMs = 6 * 3_600_000;

/** Takes away what has been kept long enough, in small transactions. */
export async function cleanup(database: Database, keep: Retention, now: number): Promise<Removed> {
  const jobs = await repeat(database, (statements) => removeJobs(database, statements, now - keep.jobsMs, now));
  const logs = await removeOf(database, "log_chunks", now - keep.logsMs);
  await removeOf(database, "artifacts", now - keep.artifactsMs);
  const blobs = await repeat(database, (statements) => removeBlobs(database, statements, now - uploadMs));
  await repeat(database, (statements) => removeBrokenUploads(database, statements, now - uploadMs));
  return { jobs, logs, blobs };
}

/** Does a step until it finds less than it may do at once. Gives how much it did in all. */
async function repeat(database: Database, step: (statements: Statements) => Promise<number>): Promise<number> {
  let all = 0;
  for (;;) {
    const done = await database.write(step);
    all += done;
    if (done < mostAtOnce) return all;
  }
}

/** Places for so many values, beginning with `$1`. */
const places = (values: readonly Value[]): string => values.map((_, at) => `$${at + 1}`).join(", ");

/** Deletes the rows of a table that belong to these. */
async function removeFrom(
  statements: Statements,
  table: string,
  column: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length > 0) await statements.all(`DELETE FROM ${table} WHERE ${column} IN (${places(ids)})`, ids);
}

async function removeJobs(
  { skipLocked }: Database,
  statements: Statements,
  before: number,
  now: number,
): Promise<number> {
  const rows = await statements.all<{ finished_at: number; job: string }>(
    `SELECT finished_at, job FROM ends WHERE finished_at < $1 ORDER BY finished_at, job LIMIT ${mostAtOnce}${skipLocked}`,
    [before],
  );
  const jobs = rows.map(({ job }) => job);
  for (const table of ["log_chunks", "attempts", "artifacts", "outbox"])
    await removeFrom(statements, table, "job", jobs);
  await removeFrom(statements, "jobs", "id", jobs);
  for (const row of rows) {
    await statements.all("DELETE FROM ends WHERE finished_at = $1 AND job = $2", [row.finished_at, row.job]);
  }
  if (jobs.length > 0) await tell(statements, { at: now, actor: "retention", kind: "jobs.removed", data: { jobs } });
  return jobs.length;
}

/**
 * Removes what belongs to jobs that have ended before a time and was not removed before. Gives how many jobs there were. A job that
 * ends while this runs ends later than all that are looked at.
 */
async function removeOf(database: Database, table: "log_chunks" | "artifacts", before: number): Promise<number> {
  const mark = await one<{ until: number }>(database, "SELECT until FROM cleanups WHERE what = $1", [table]);
  let last = { finished_at: mark?.until ?? 0, job: "" };
  let all = 0;
  for (;;) {
    const rows = await database.all<{ finished_at: number; job: string }>(
      `SELECT finished_at, job FROM ends WHERE (finished_at, job) > ($1, $2) AND finished_at < $3
       ORDER BY finished_at, job LIMIT ${mostAtOnce}`,
      [last.finished_at, last.job, before],
    );
    last = rows.at(-1) ?? last;
    // The next look begins at the time of the last job, which others may share.
    const until = rows.length < mostAtOnce ? Math.max(before, last.finished_at) : last.finished_at;
    await database.write(async (statements) => {
      await removeFrom(
        statements,
        table,
        "job",
        rows.map(({ job }) => job),
      );
      await statements.all(
        "INSERT INTO cleanups (what, until) VALUES ($1, $2) ON CONFLICT (what) DO UPDATE SET until = excluded.until",
        [table, until],
      );
    });
    all += rows.length;
    if (rows.length < mostAtOnce) return all;
  }
}

/** Blobs that no job has any more. */
async function removeBlobs({ skipLocked }: Database, statements: Statements, before: number): Promise<number> {
  const rows = await statements.all<{ digest: string; upload: string }>(
    `SELECT digest, upload FROM blobs WHERE created_at < $1
     AND NOT EXISTS (SELECT 1 FROM artifacts WHERE artifacts.digest = blobs.digest) LIMIT ${mostAtOnce}${skipLocked}`,
    [before],
  );
  await removeFrom(
    statements,
    "blob_chunks",
    "upload",
    rows.map(({ upload }) => upload),
  );
  await removeFrom(
    statements,
    "blobs",
    "digest",
    rows.map(({ digest }) => digest),
  );
  return rows.length;
}

/** Chunks of uploads that were broken off. */
async function removeBrokenUploads({ skipLocked }: Database, statements: Statements, before: number): Promise<number> {
  const rows = await statements.all<{ upload: string }>(
    `SELECT upload FROM blob_chunks WHERE number = 0 AND upload < $1
     AND NOT EXISTS (SELECT 1 FROM blobs WHERE blobs.upload = blob_chunks.upload) LIMIT ${mostAtOnce}${skipLocked}`,
    [idsBefore(before)],
  );
  await removeFrom(
    statements,
    "blob_chunks",
    "upload",
    rows.map(({ upload }) => upload),
  );
  return rows.length;
}
