import { createClient, findEndpoint, type JobsClient, sendOverHttp } from "@slipway/jobs";
import type { Context } from "../context.ts";
import { cliErrors } from "../errors.ts";

export interface OpenClient {
  readonly client: JobsClient;
  /** Aborted at the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
}

/**
 * Works with the control plane that the options and the environment name. @throws CLI_INTERRUPTED when it was called off, and what the
 * control plane answers
 */
export async function withClient<Result>(
  context: Context,
  { url }: { readonly url: string | undefined },
  work: (open: OpenClient) => Promise<Result>,
): Promise<Result> {
  const client = createClient(sendOverHttp(findEndpoint(context.cwd, context.env, url === undefined ? {} : { url })));
  const controller = new AbortController();
  const unlisten = context.onInterrupt(() => controller.abort());
  try {
    return await work({ client, signal: controller.signal });
  } catch (cause) {
    throw controller.signal.aborted ? cliErrors.error("CLI_INTERRUPTED", {}, { cause }) : cause;
  } finally {
    unlisten();
  }
}

/** The job that is named, or the newest when none is. @throws CLI_NO_JOBS */
export async function jobIdOf(client: JobsClient, asked: string | undefined): Promise<string> {
  if (asked !== undefined) return asked;
  const [newest] = (await client.listJobs({ limit: 1 })).jobs;
  if (!newest) throw cliErrors.error("CLI_NO_JOBS", {});
  return newest.id;
}
