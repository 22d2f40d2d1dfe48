import { jobsErrors } from "../../errors.ts";
import type { Run, RunEnd, RunRequest } from "../runner.ts";

/** The run of an attempt that could not begin, for a reason that is its own. */
export function endedRun({ job, attempt }: RunRequest, end: RunEnd): Run {
  return {
    job,
    attempt,
    applied: () => Promise.reject(jobsErrors.error("JOBS_NEVER_RAN", { job, why: end.message })),
    status: async () => ({ state: "ended", end }),
    async *logs() {},
    cancel: async () => undefined,
    ended: async () => end,
    artifacts: async () => [],
  };
}
