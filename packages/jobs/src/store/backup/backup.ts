import { Database as Sqlite } from "bun:sqlite";
import { chmodSync, existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { SQL } from "bun";
import { jobsErrors } from "../../errors.ts";
import { runPostgresProgram } from "./postgres-program.ts";

const isPostgres = (url: string): boolean => /^postgres(?:ql)?:\/\//.test(url);
const pathOf = (url: string): string => url.replace(/^sqlite:/, "");

/**
 * Writes all of a store into one file that does not exist yet, while the store is in use: a SQLite file, or with PostgreSQL an archive
 * of `pg_dump`, which must be there. Output and artefacts are in it, secrets are not.
 * @throws JOBS_BACKUP_FAILED
 */
export async function backupStore(url: string, path: string): Promise<void> {
  try {
    if (existsSync(path)) throw new Error("the file exists already");
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    if (isPostgres(url)) await runPostgresProgram(url, "pg_dump", ["--format=custom", `--file=${path}`]);
    else copySqlite(pathOf(url), path);
    chmodSync(path, 0o600);
  } catch (cause) {
    throw jobsErrors.error("JOBS_BACKUP_FAILED", { path, reason: (cause as Error).message }, { cause });
  }
}

/**
 * Puts a backup where a store will be opened: a SQLite file that does not exist yet or is empty, or an empty database of PostgreSQL. What ran when the
 * backup was made is found again by the workers, or begun anew.
 * @throws JOBS_RESTORE_FAILED
 */
export async function restoreStore(path: string, url: string): Promise<void> {
  try {
    if (!existsSync(path)) throw new Error("there is no such file");
    if (isPostgres(url)) {
      await mustBeEmpty(url);
      const options = ["--exit-on-error", "--single-transaction", "--no-owner", "--dbname="];
      await runPostgresProgram(url, "pg_restore", [...options, path]);
      return;
    }
    const to = pathOf(url);
    // A control plane on PostgreSQL, too, may have left an empty file.
    if ((statSync(to, { throwIfNoEntry: false })?.size ?? 0) > 0) throw new Error(`${to} is not empty`);
    mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
    copySqlite(path, to);
    chmodSync(to, 0o600);
  } catch (cause) {
    throw jobsErrors.error("JOBS_RESTORE_FAILED", { path, reason: (cause as Error).message }, { cause });
  }
}

/** Copies a database that is whole and one of ours. Source: SQLite, "VACUUM INTO". */
function copySqlite(from: string, to: string): void {
  if (!existsSync(from)) throw new Error(`there is no ${from}`);
  using source = new Sqlite(from, { readwrite: true, create: false });
  source.run("PRAGMA busy_timeout = 30000");
  source.query("SELECT max(number) FROM migrations").all();
  const [checked] = source.query("PRAGMA integrity_check(1)").values();
  if (checked?.[0] !== "ok") throw new Error(`${from} is damaged: ${String(checked?.[0])}`);
  source.query("VACUUM INTO ?").run(to);
}

/** What is in a database of PostgreSQL already is somebody's, even when it is nothing of ours. */
async function mustBeEmpty(url: string): Promise<void> {
  const sql = new SQL(url, { adapter: "postgres", max: 1, connectionTimeout: 10 });
  try {
    const found: readonly { relname: string }[] = await sql.unsafe(
      `SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
       WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema' ORDER BY relname LIMIT 1`,
    );
    if (found[0]) throw new Error(`the database is not empty: it has ${found[0].relname}`);
  } finally {
    await sql.close({ timeout: 1 });
  }
}
