import { waitForJob } from "@slipway/jobs";
import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import { endLine, exitCodeOf } from "../../../jobs/job-exit.ts";
import { jobIdOf, withClient } from "../../../jobs/open-client.ts";
import { tellAway } from "../../../jobs/tell-away.ts";
import type { jobWaitOptions } from "./command.ts";

export async function run(context: Context, { args, options }: Input<typeof jobWaitOptions>): Promise<number> {
  return await withClient(context, options, async ({ client, signal }) => {
    const id = await jobIdOf(client, args[0]);
    const job = await waitForJob(client, id, { signal, onAway: () => tellAway(context) });
    if (!options.quiet) context.stdout.write(`${id}  ${endLine(job)}\n`);
    return exitCodeOf(job);
  });
}
