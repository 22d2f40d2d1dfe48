import { resolve } from "node:path";
import { exitCode } from "@slipway/core";
import { restoreStore } from "@slipway/jobs";
import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import { jobsDatabase, shownDatabase } from "../../../jobs/database.ts";
import type { databaseRestoreOptions } from "./command.ts";

export async function run(
  { cwd, env, stdout }: Context,
  { args, options, globals }: Input<typeof databaseRestoreOptions>,
): Promise<number> {
  const file = resolve(cwd, args[0] ?? "");
  const database = jobsDatabase(cwd, env, options.data);
  if (globals.dryRun) {
    stdout.write(`${file} would be put into ${shownDatabase(database)}\n`);
    return exitCode.done;
  }
  await restoreStore(file, database);
  stdout.write(`${shownDatabase(database)} has what was in ${file}\n`);
  return exitCode.done;
}
