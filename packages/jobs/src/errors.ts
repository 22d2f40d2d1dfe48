import { defineErrors, inArea } from "@slipway/core";

/** A job file is YAML without variables: of what a text can have wrong, only the faults of YAML. */
const yaml = inArea("JOBS");

/** Everything that the control plane can have to say: code, wording, cure. docs/errors/jobs.md has a section for each code. */
export const jobsErrors = defineErrors("JobsError", {
  JOBS_SYNTAX: yaml.JOBS_SYNTAX,
  JOBS_DUPLICATE_KEY: yaml.JOBS_DUPLICATE_KEY,
  JOBS_KEY_NOT_TEXT: yaml.JOBS_KEY_NOT_TEXT,
  JOBS_BAD_TAG: yaml.JOBS_BAD_TAG,
  JOBS_BAD_MERGE_KEY: yaml.JOBS_BAD_MERGE_KEY,
  JOBS_UNKNOWN_ANCHOR: yaml.JOBS_UNKNOWN_ANCHOR,
  JOBS_ALIAS_CYCLE: yaml.JOBS_ALIAS_CYCLE,
  JOBS_TOO_MANY_ALIASES: yaml.JOBS_TOO_MANY_ALIASES,
  JOBS_FILE_UNREADABLE: {
    message: (p: { path: string; reason: string }) => `cannot read ${p.path}: ${p.reason}`,
    hint: "check that it is a text file in UTF-8 and that you may read it",
  },
  JOBS_INVALID: {
    message: (p: { count: number }) => `the job has ${p.count === 1 ? "an error" : `${p.count} errors`}`,
  },
  JOBS_NOT_A_MAPPING: {
    message: (p: { found: string }) => `a job must be one mapping, not ${p.found}`,
    hint: "begin it with a line such as `steps:`",
  },
  JOBS_UNKNOWN_ATTRIBUTE: {
    message: (p: { attribute: string; parent: string; hint?: string | undefined }) =>
      `unknown attribute "${p.attribute}" ${p.parent}`,
    hint: (p) => p.hint,
  },
  JOBS_BAD_VALUE: {
    message: (p: { path: string; problem: string; hint?: string | undefined }) => `${p.path} ${p.problem}`,
    hint: (p) => p.hint,
  },
  JOBS_UNKNOWN_JOB: {
    message: (p: { job: string }) => `there is no job ${p.job}`,
    hint: "`slipway job ls` shows the jobs",
  },
  JOBS_NEVER_RAN: {
    message: (p: { job: string; why: string }) => `job ${p.job} has no container: ${p.why}`,
    hint: "`slipway job show` tells how its attempts ended",
  },
  JOBS_IDEMPOTENCY_CONFLICT: {
    message: (p: { key: string; job: string }) =>
      `the idempotency key ${JSON.stringify(p.key)} belongs to job ${p.job}, which has another specification`,
    hint: "use a new key for a new job, or submit the very same specification again",
  },
  JOBS_BLOB_MISMATCH: {
    message: (p: { digest: string; found: string }) => `the bytes of ${p.digest} have the digest ${p.found}`,
    hint: "send the file again",
  },
  JOBS_DATABASE_UNREADABLE: {
    message: (p: { path: string; reason: string }) => `cannot use the database ${p.path}: ${p.reason}`,
    hint: "check that it is reachable, that it is a database of Slipway and that you may write to it",
  },
  JOBS_DATABASE_NEWER: {
    message: (p: { found: number; known: number }) =>
      `the database has schema ${p.found}, and this Slipway knows ${p.known} at most`,
    hint: "use the newer Slipway, or restore the backup that was made before it",
  },
  JOBS_STORE_CLOSED: { message: () => "the store of jobs is closed", hint: "it closes when the program ends" },
});
