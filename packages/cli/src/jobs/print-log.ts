import { type JobAnswer, type JobsClient, type ReadLogOptions, readLog } from "@slipway/jobs";
import type { Context } from "../context.ts";
import { tellAway } from "./tell-away.ts";

/** Prints the output of a job, as it is; with `follow` until the job has ended. Gives the job as it is then. */
export async function printLog(
  context: Pick<Context, "stdout" | "stderr">,
  client: JobsClient,
  id: string,
  options: ReadLogOptions,
): Promise<JobAnswer> {
  const { stdout, stderr } = context;
  const parts = readLog(client, id, { onAway: () => tellAway(context), ...options });
  let attempt: number | undefined;
  for (;;) {
    const { done, value } = await parts.next();
    if (done) return value;
    if (attempt !== undefined && attempt !== value.attempt) stderr.write(`attempt ${value.attempt}\n`);
    attempt = value.attempt;
    if (value.skipped > 0) stderr.write(`${value.skipped} bytes of output were not kept\n`);
    stdout.writeBytes(value.bytes);
  }
}
