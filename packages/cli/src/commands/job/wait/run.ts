import type { Input } from "../../../command.ts";
import type { Context } from "../../../context.ts";
import { endLine, exitCodeOf } from "../../../jobs/job-exit.ts";
import { jobIdOf, withClient } from "../../../jobs/open-client.ts";
import type { jobWaitOptions } from "./command.ts";

/** The longest that the API lets a request wait. */
const seconds = 60;

export async function run(context: Context, { args, options }: Input<typeof jobWaitOptions>): Promise<number> {
  return await withClient(context, options, async ({ client, signal }) => {
    const id = await jobIdOf(client, args[0]);
    for (;;) {
      const job = await client.getJob(id, { wait: seconds }, { signal });
      if (job.finished_at === undefined) continue;
      if (!options.quiet) context.stdout.write(`${id}  ${endLine(job)}\n`);
      return exitCodeOf(job);
    }
  });
}
