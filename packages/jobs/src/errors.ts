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
  JOBS_STILL_RUNS: {
    message: (p: { job: string; attempt: number }) =>
      `attempt ${p.attempt} of job ${p.job} cannot begin: a container of an earlier one is still there`,
    hint: "the worker tries again; look with `docker ps` why the engine cannot remove the container",
  },
  JOBS_IDEMPOTENCY_CONFLICT: {
    message: (p: { key: string; job: string }) =>
      `the idempotency key ${JSON.stringify(p.key)} belongs to job ${p.job}, which has another specification`,
    hint: "use a new key for a new job, or submit the very same specification again",
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
  JOBS_BAD_DATABASE_URL: {
    message: (p: { scheme: string }) =>
      `DATABASE_URL begins with ${p.scheme}://, and jobs are kept in PostgreSQL or SQLite`,
    hint: "write it as `postgres://USER@HOST/DATABASE`, or leave it out for SQLite in the data folder",
  },
  JOBS_BAD_REDIS_URL: {
    message: () => "REDIS_URL is not the address of a Redis server",
    hint: "write it as `redis://:PASSWORD@HOST:6379`, or with `rediss://` for TLS",
  },
  JOBS_BACKUP_FAILED: {
    message: (p: { path: string; reason: string }) => `cannot write the backup ${p.path}: ${p.reason}`,
    hint: "name a new file in a folder that you may write to",
  },
  JOBS_RESTORE_FAILED: {
    message: (p: { path: string; reason: string }) => `cannot restore the backup ${p.path}: ${p.reason}`,
    hint: "restore into a new file, or an empty database; nothing was changed",
  },
  JOBS_STORE_CLOSED: { message: () => "the store of jobs is closed", hint: "it closes when the program ends" },
  JOBS_BAD_REQUEST: {
    message: (p: { count: number }) => `the request has ${p.count === 1 ? "an error" : `${p.count} errors`}`,
  },
  JOBS_BAD_PARAMETER: {
    message: (p: { name: string; problem: string; hint?: string | undefined }) => `${p.name} ${p.problem}`,
    hint: (p) => p.hint,
  },
  JOBS_BODY_UNREADABLE: {
    message: (p: { reason: string }) => `the body of the request cannot be read: ${p.reason}`,
    hint: "send JSON in UTF-8 with `Content-Type: application/json`",
  },
  JOBS_BODY_TOO_LARGE: {
    message: (p: { most: string }) => `the body of the request is larger than ${p.most}`,
    hint: "give large inputs to the job as files of its repository",
  },
  JOBS_NO_TOKEN: {
    message: () => "the request has no token",
    hint: "give it in SLIPWAY_TOKEN, or send `Authorization: Bearer TOKEN`; `slipway token create` makes one",
  },
  JOBS_BAD_TOKEN: {
    message: (p: { reason: string }) => `the token is not accepted: ${p.reason}`,
    hint: "`slipway token create` makes a new one",
  },
  JOBS_FORBIDDEN: {
    message: (p: { scope: string }) => `the token does not have the scope ${p.scope}`,
    hint: "use a token that has it: `slipway token create --scope`",
  },
  JOBS_OTHER_TENANT: {
    message: (p: { tenant: string }) => `the token is not for the tenant ${p.tenant}`,
    hint: "leave `tenant` out, or use a token of all tenants",
  },
  JOBS_RATE_LIMITED: {
    message: (p: { seconds: number }) => `too many requests; try again in ${p.seconds} s`,
    hint: "follow a job with `slipway job wait` or its events instead of asking again and again",
  },
  JOBS_UNKNOWN_ROUTE: {
    message: (p: { method: string; path: string }) => `there is nothing at ${p.method} ${p.path}`,
    hint: "GET /v1/openapi.json lists what there is",
  },
  JOBS_METHOD_NOT_ALLOWED: {
    message: (p: { method: string; path: string; allowed: string }) => `${p.path} does not take ${p.method}`,
    hint: (p) => `it takes ${p.allowed}`,
  },
  JOBS_NOT_READY: {
    message: (p: { reason: string }) => `no jobs can be taken now: ${p.reason}`,
    hint: "try again in a moment; the log of the server says more",
  },
  JOBS_NOT_ENDED: {
    message: (p: { job: string; state: string }) => `the job ${p.job} has not ended: it is ${p.state}`,
    hint: "cancel it first, or wait: `slipway job wait`",
  },
  JOBS_UNKNOWN_ATTEMPT: {
    message: (p: { job: string; attempt: number }) => `the job ${p.job} has no attempt ${p.attempt}`,
    hint: "`slipway job show` lists its attempts",
  },
  JOBS_UNKNOWN_ARTIFACT: {
    message: (p: { job: string; path: string }) => `the job ${p.job} has no artefact ${p.path}`,
    hint: "`slipway job artifacts` lists what it has",
  },
  JOBS_UNKNOWN_TOKEN: {
    message: (p: { token: string }) => `there is no token ${p.token}`,
    hint: "`slipway token ls` shows the tokens",
  },
  JOBS_BAD_URL: {
    message: (p: { url: string }) => `${JSON.stringify(p.url)} is not the address of a control plane`,
    hint: "write it as http://127.0.0.1:7070 in SLIPWAY_URL or --url",
  },
  JOBS_UNREACHABLE: {
    message: (p: { url: string; reason: string }) => `no control plane answers at ${p.url}: ${p.reason}`,
    hint: "start one with `slipway serve`, or say where it is with SLIPWAY_URL",
  },
  JOBS_BAD_ANSWER: {
    message: (p: { status: number; text: string }) => `what answers is no control plane: status ${p.status}, ${p.text}`,
    hint: "check SLIPWAY_URL, and the proxy in between when there is one",
  },
  JOBS_DATA_UNUSABLE: {
    message: (p: { path: string; reason: string }) => `cannot keep anything in ${p.path}: ${p.reason}`,
    hint: "name another folder with --data or SLIPWAY_DATA",
  },
  JOBS_TOKEN_FILE_OPEN: {
    message: (p: { path: string }) => `others may read the token in ${p.path}`,
    hint: (p) => `run \`chmod 600 ${p.path}\`; when somebody may have read it, remove the file and revoke the token`,
  },
  JOBS_BAD_ADDRESS: {
    message: (p: { address: string }) => `cannot listen at ${JSON.stringify(p.address)}: that is no address`,
    hint: "write one such as 127.0.0.1:7070 or [::1]:7070",
  },
  JOBS_NOT_PROTECTED: {
    message: (p: { address: string }) =>
      `will not listen at ${p.address}, beyond this machine, while nobody has a token`,
    hint: "make tokens first with `slipway token create`, or give SLIPWAY_TOKEN_FILE, or an OIDC provider",
  },
  JOBS_ADDRESS_TAKEN: {
    message: (p: { address: string }) => `another program listens at ${p.address} already`,
    hint: "stop it, or choose another address with --listen",
  },
  JOBS_TRAIL_BROKEN: {
    message: (p: { problem: string }) => `the audit trail ${p.problem}`,
    hint: "compare it with an earlier export; somebody has changed the database or the file",
  },
  JOBS_PROVIDER_FAILED: {
    message: (p: { issuer: string; reason: string }) =>
      `the OIDC provider ${p.issuer} could not be asked for its keys: ${p.reason}`,
    hint: "check SLIPWAY_OIDC_ISSUER, and that the control plane can reach it",
  },
  JOBS_IS_SCHEDULE: {
    message: () => "the job has a schedule: it is not to be submitted once",
    hint: "send it to POST /v1/schedules, as `slipway job submit` does, or remove `schedule`",
  },
  JOBS_NO_SCHEDULE: {
    message: () => "a schedule needs `schedule` and `name`",
    hint: 'add `schedule: "0 3 * * *"` and a name that it is known by',
  },
  JOBS_UNKNOWN_SCHEDULE: {
    message: (p: { name: string }) => `there is no schedule ${p.name}`,
    hint: "`slipway job schedules` lists them",
  },
  JOBS_INTERNAL: {
    message: () => "a fault in the control plane itself",
    hint: "the log of the server has more, under the id of the request",
  },
});
