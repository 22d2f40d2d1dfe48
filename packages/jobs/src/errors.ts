import { defineErrors } from "@slipway/core";

/** Everything that the control plane can have to say: code, wording, cure. docs/errors/jobs.md has a section for each code. */
export const jobsErrors = defineErrors("JobsError", {
  JOBS_UNKNOWN_JOB: {
    message: (p: { job: string }) => `there is no job ${p.job}`,
    hint: "`slipway job ls` shows the jobs",
  },
  JOBS_NEVER_RAN: {
    message: (p: { job: string; why: string }) => `job ${p.job} has no container: ${p.why}`,
    hint: "`slipway job show` tells how its attempts ended",
  },
});
