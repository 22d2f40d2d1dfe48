import { exitCode } from "@slipway/core";
import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import { withClient } from "../../../jobs/open-client.ts";
import { renderTable } from "../../../output/table.ts";
import type { jobSchedulesOptions } from "./command.ts";

export async function run(context: Context, { options, globals }: Input<typeof jobSchedulesOptions>): Promise<number> {
  const { stdout } = context;
  return await withClient(context, options, async ({ client, signal }) => {
    for (const name of options.remove) {
      if (!globals.dryRun) await client.removeSchedule(name, {}, { signal });
      stdout.write(`${name}  ${globals.dryRun ? "would be removed" : "removed"}\n`);
    }
    if (options.remove.length > 0) return exitCode.done;
    const { schedules } = await client.listSchedules({}, { signal });
    if (options.format === "json") stdout.write(`${JSON.stringify(schedules, undefined, 2)}\n`);
    else {
      const rows = schedules.map(({ name, cron, timezone, next_at = "", last_job = "" }) => [
        name,
        cron,
        timezone,
        next_at,
        last_job,
      ]);
      stdout.write(renderTable(["NAME", "WHEN", "TIME ZONE", "NEXT", "LAST JOB"], rows));
    }
    return exitCode.done;
  });
}
