import { exitCode } from "@slipway/core";
import { jobFileOf } from "@slipway/jobs";
import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import { followJob } from "../../../jobs/follow-job.ts";
import { withClient } from "../../../jobs/open-client.ts";
import type { jobSubmitOptions } from "./command.ts";
import { readJob } from "./read-job.ts";

export async function run(
  context: Context,
  { args, options, globals }: Input<typeof jobSubmitOptions>,
): Promise<number> {
  const { stdout } = context;
  const body = jobFileOf(await readJob(context, args[0], options));
  if (globals.dryRun) {
    stdout.write(`${JSON.stringify(body, undefined, 2)}\n`);
    return exitCode.done;
  }
  const { follow, quiet, format, tenant } = options;
  const of = tenant === undefined ? {} : { tenant };
  return await withClient(context, options, async ({ client, signal }) => {
    if (body.schedule !== undefined) {
      const made = await client.putSchedule(body, of, { signal });
      if (format === "json") stdout.write(`${JSON.stringify(made, undefined, 2)}\n`);
      else stdout.write(`${made.name}  the next job at ${made.next_at ?? "no time"}\n`);
      return exitCode.done;
    }
    const job = await client.submitJob(body, of, { signal });
    if (follow) return await followJob(context, client, job.id, { signal, quiet });
    const waits = job.waiting_for === undefined ? job.state : `${job.state}: ${job.waiting_for}`;
    if (format === "json") stdout.write(`${JSON.stringify(job, undefined, 2)}\n`);
    else stdout.write(quiet ? `${job.id}\n` : `${job.id}  ${waits}\n`);
    return exitCode.done;
  });
}
