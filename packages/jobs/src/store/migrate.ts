import { jobsErrors } from "../errors.ts";
import { one, type Statements } from "./database.ts";

/** One step of the schema: statements that are run once, in order. */
export interface Migration {
  readonly name: string;
  readonly text: string;
}

/**
 * Brings the schema up to date, inside a transaction of the caller that keeps other processes out.
 * @throws JOBS_DATABASE_NEWER when a newer Slipway has changed it already
 */
export async function migrate(
  statements: Statements,
  migrations: readonly Migration[],
  script: (text: string) => Promise<void>,
): Promise<void> {
  await statements.all("CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL)");
  const row = await one<{ number: number | null }>(statements, "SELECT max(number) AS number FROM migrations");
  const done = row?.number ?? 0;
  if (done > migrations.length) {
    throw jobsErrors.error("JOBS_DATABASE_NEWER", { found: done, known: migrations.length });
  }
  for (const [at, { name, text }] of migrations.entries()) {
    if (at < done) continue;
    await script(text);
    await statements.all("INSERT INTO migrations (number, name) VALUES ($1, $2)", [at + 1, name]);
  }
}
