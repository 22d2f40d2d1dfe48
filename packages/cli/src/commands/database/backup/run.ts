import { statSync } from "node:fs";
import { resolve } from "node:path";
import { exitCode, formatBytes } from "@slipway/core";
import { backupStore } from "@slipway/jobs";
import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import { jobsDatabase, shownDatabase } from "../../../jobs/database.ts";
import type { databaseBackupOptions } from "./command.ts";

export async function run(
  { cwd, env, stdout }: Context,
  { args, options, globals }: Input<typeof databaseBackupOptions>,
): Promise<number> {
  const file = resolve(cwd, args[0] ?? "");
  const database = jobsDatabase(cwd, env, options.data);
  if (globals.dryRun) {
    stdout.write(`${shownDatabase(database)} would be written to ${file}\n`);
    return exitCode.done;
  }
  await backupStore(database, file);
  stdout.write(`${file} ${formatBytes(statSync(file).size)}\n`);
  return exitCode.done;
}
