import { jobsErrors } from "../errors.ts";
import type { Job } from "../job/job.ts";
import type { Store } from "../store/store.ts";
import type { Principal } from "./principal.ts";

/**
 * A job, if it is the caller's to see: of one that is somebody else's they learn nothing.
 * @throws JOBS_UNKNOWN_JOB
 */
export async function visibleJob(store: Pick<Store, "job">, { tenant }: Principal, id: string): Promise<Job> {
  const job = await store.job(id);
  if (!job || (tenant !== "*" && job.tenant !== tenant)) throw jobsErrors.error("JOBS_UNKNOWN_JOB", { job: id });
  return job;
}

/** Whether a job will not change any more. */
export const hasEnded = ({ state }: Job): boolean => state !== "queued" && state !== "running";
