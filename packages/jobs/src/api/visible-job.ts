import { jobsErrors } from "../errors.ts";
import type { Job } from "../job/job.ts";
import type { Standing, Store } from "../store/store.ts";
import type { Principal } from "./principal.ts";

/**
 * A job, if it is the caller's to see: of one that is somebody else's they learn nothing.
 * @throws JOBS_UNKNOWN_JOB
 */
export async function visibleJob(store: Pick<Store, "job">, principal: Principal, id: string): Promise<Job> {
  return visible(await store.job(id), principal, id);
}

/** As {@link visibleJob}, without what the job is to do. */
export async function visibleStanding(
  store: Pick<Store, "standing">,
  principal: Principal,
  id: string,
): Promise<Standing> {
  return visible(await store.standing(id), principal, id);
}

function visible<Found extends Standing>(found: Found | undefined, { tenant }: Principal, id: string): Found {
  if (!found || (tenant !== "*" && found.tenant !== tenant)) throw jobsErrors.error("JOBS_UNKNOWN_JOB", { job: id });
  return found;
}

/** Whether a job will not change any more. */
export const hasEnded = ({ state }: Pick<Job, "state">): boolean => state !== "queued" && state !== "running";
