import { stdin, stdout } from "node:process";
import { text } from "node:stream/consumers";
import type { PGlite } from "@electric-sql/pglite";
import type { Trial, TrialResult } from "../trial.ts";
import { tryTrial } from "./try-steps.ts";

/**
 * Reads trials from standard input (a JSON array), and writes the result of each as a line of JSON as soon as it is there. This is
 * the whole of the process that SQL of a repository runs in: it has no variables of ours, and its databases lie in memory.
 */
export async function serveTrials(): Promise<void> {
  const trials: readonly Trial[] = JSON.parse(await text(stdin));
  let postgres: Promise<PGlite> | undefined;
  const started = (): Promise<PGlite> => {
    postgres ??= import("./start-postgres.ts").then(({ startPostgres }) => startPostgres(statementsOf(trials)));
    return postgres;
  };
  for (const trial of trials) {
    const open =
      trial.engine === "sqlite"
        ? // Not before it is needed: older releases of Node do not have it.
          async () => (await import("./sqlite-database.ts")).openSqlite()
        : async () => (await import("./postgres-database.ts")).openPostgres(await started());
    write(await tryTrial(trial, open).catch((error: unknown) => broken(trial, error)));
  }
}

/** The statements that name an extension. */
function statementsOf(trials: readonly Trial[]): string {
  return trials.flatMap(({ steps }) => steps.flat().filter((text) => /\bextension\b/i.test(text))).join("\n");
}

function broken({ id }: Trial, error: unknown): TrialResult {
  return { id, state: "unknown", reason: error instanceof Error ? error.message : String(error) };
}

function write(result: TrialResult): void {
  stdout.write(`${JSON.stringify(result)}\n`);
}
