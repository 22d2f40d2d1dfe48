import { exitCode } from "@slipway/core";
import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import { followJob } from "../../../jobs/follow-job.ts";
import { withClient } from "../../../jobs/open-client.ts";
import type { jobRetryOptions } from "./command.ts";

export async function run(
  context: Context,
  { args, options, globals }: Input<typeof jobRetryOptions>,
): Promise<number> {
  const [id = ""] = args;
  return await withClient(context, options, async ({ client, signal }) => {
    if (globals.dryRun) {
      context.stdout.write(`${JSON.stringify(await client.getJobSpec(id, { signal }), undefined, 2)}\n`);
      return exitCode.done;
    }
    const job = await client.retryJob(id, { signal });
    if (options.follow) return await followJob(context, client, job.id, { signal });
    context.stdout.write(`${job.id}  ${job.state}\n`);
    return exitCode.done;
  });
}
