import { Database as Sqlite } from "bun:sqlite";
import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
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
 * Puts a backup where a store will be opened: a SQLite file that does not exist yet, or an empty database of PostgreSQL. What ran when the
 * backup was made is found again by the workers, or begun anew.
 * @throws JOBS_RESTORE_FAILED
 */
export async function restoreStore(path: string, url: string): Promise<void> {
  try {
    if (!existsSync(path)) throw new Error("there is no such file");
    if (isPostgres(url)) {
      const options = ["--exit-on-error", "--single-transaction", "--no-owner", "--dbname="];
      await runPostgresProgram(url, "pg_restore", [...options, path]);
      return;
    }
    const to = pathOf(url);
    if (existsSync(to)) throw new Error(`${to} exists already`);
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
