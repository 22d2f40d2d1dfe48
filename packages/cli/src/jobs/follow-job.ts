import type { JobsClient } from "@slipway/jobs";
import type { Context } from "../context.ts";
import { endLine, exitCodeOf } from "./job-exit.ts";
import { printLog } from "./print-log.ts";

/** Shows what a job prints until it has ended, and how it did; gives the exit code for it. */
export async function followJob(
  context: Context,
  client: JobsClient,
  id: string,
  { signal, quiet = false }: { readonly signal: AbortSignal; readonly quiet?: boolean },
): Promise<number> {
  if (!quiet) context.stderr.write(`job ${id}\n`);
  const ended = await printLog(context, client, id, { follow: true, signal }).catch((cause: unknown) => {
    // Whoever stops looking has not stopped the job.
    if (signal.aborted && !quiet)
      context.stderr.write(
        `the job goes on: \`slipway job logs -f ${id}\` shows it, \`slipway job cancel ${id}\` ends it\n`,
      );
    throw cause;
  });
  if (!quiet) context.stderr.write(`${endLine(ended)}\n`);
  return exitCodeOf(ended);
}
