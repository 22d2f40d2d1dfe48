import type { Job, JobsClient } from "./client.gen.ts";
import { isPassing, tryAgainMs } from "./passing.ts";

export interface WaitOptions {
  readonly signal?: AbortSignal;
  /** Told once each time when the control plane goes away meanwhile; it is asked again until it is back. */
  readonly onAway?: () => void;
}

/** The longest that the API lets a request wait, in seconds. */
const longestWait = 60;

/**
 * The job when it has ended. A control plane that goes away meanwhile is waited for.
 * @throws what the API says, and JOBS_UNREACHABLE when it was never there
 */
export async function waitForJob(client: JobsClient, id: string, { signal, onAway }: WaitOptions = {}): Promise<Job> {
  const options = signal ? { signal } : {};
  let job = await client.getJob(id, {}, options);
  let isAway = false;
  while (job.finished_at === undefined) {
    try {
      job = await client.getJob(id, { wait: longestWait }, options);
      isAway = false;
    } catch (cause) {
      if (signal?.aborted || !isPassing(cause)) throw cause;
      if (!isAway) onAway?.();
      isAway = true;
      await new Promise((resolve) => setTimeout(resolve, tryAgainMs));
      signal?.throwIfAborted();
    }
  }
  return job;
}
