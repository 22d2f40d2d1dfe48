/** The job control plane: what a job is, the store that is its truth and its queue, the runners that attempts run in. */
export { type KnownToken, knownTokens, storedTokens, type TokenReader } from "./api/authenticate.ts";
export { type Scope, scopes } from "./api/contract/scopes.ts";
export { type OidcProvider, oidcTokens } from "./api/oidc.ts";
export type { Principal } from "./api/principal.ts";
export type { RateLimit } from "./api/rate-limit.ts";
export { type ApiServer, type ServeOptions, serveApi } from "./api/serve.ts";
export { jobFileOf } from "./api/views/job-file.ts";
export {
  type Artifact as ArtifactAnswer,
  type Attempt as AttemptAnswer,
  createClient,
  type Job as JobAnswer,
  type JobEvent as JobEventAnswer,
  type JobsClient,
  type Schedule as ScheduleAnswer,
  type Token as TokenAnswer,
} from "./client/client.gen.ts";
export { findEndpoint } from "./client/endpoint.ts";
export { type LogPart, type ReadLogOptions, readLog } from "./client/read-log.ts";
export { type CallOptions, type Send, type SendOptions, type Sent, sendOverHttp } from "./client/send.ts";
export { waitForJob } from "./client/wait-for-job.ts";
export { jobsErrors } from "./errors.ts";
export { newId } from "./job/id.ts";
export type { Applied, Artifact, Attempt, AttemptEnd, Job, JobState } from "./job/job.ts";
export { jobStates } from "./job/job.ts";
export { readJobFile, readJobRequest } from "./job/read-job.ts";
export type { CronTime } from "./job/schedule.ts";
export type { JobSpec, Loop, NetworkPolicy, Repository, Resources, Retries, Step, TerminalReason } from "./job/spec.ts";
export { terminalReasons } from "./job/spec.ts";
export { type JobRequest, jobDefaults } from "./job/to-spec.ts";
export { createDockerRunner, type DockerRunner, type DockerRunnerOptions } from "./runner/docker/docker-runner.ts";
export type {
  ArtifactFile,
  RefusedArtifact,
  Run,
  RunEnd,
  RunIdentity,
  Runner,
  RunOutput,
  RunRequest,
  RunStatus,
  StopReason,
} from "./runner/runner.ts";
export { removeAddress, writeAddress } from "./serve/address-file.ts";
export { type ControlPlane, type ControlPlaneOptions, startControlPlane } from "./serve/control-plane.ts";
export { type DataFolder, dataFolder, makeDataFolder, ownToken, tokenIn } from "./serve/data-folder.ts";
export { type ListenAddress, readListenAddress } from "./serve/listen-address.ts";
export { backupStore, restoreStore } from "./store/backup/backup.ts";
export { openStore, type StoreOptions } from "./store/open.ts";
export { type Delivery, deliverWebhooks } from "./store/outbox/deliver.ts";
export type {
  Message,
  NewSchedule,
  Outbox,
  Removed,
  Retention,
  Schedule,
  Schedules,
} from "./store/side-ports.ts";
export type {
  Blob,
  Claim,
  Doorbell,
  EventQuery,
  Heartbeat,
  Held,
  JobEvent,
  JobQuery,
  LogChunk,
  QueueDepth,
  Store,
  Submission,
  Token,
  Trail,
} from "./store/store.ts";
export type { EntryKind } from "./store/trail/append.ts";
export type { SealedEntry } from "./store/trail/entry.ts";
export { type Head, type Verification, verifyTrail } from "./store/trail/verify.ts";
export { jsonLogger, type Level, type Logger } from "./telemetry/logger.ts";
export { type TraceTarget, traceTarget } from "./telemetry/otlp.ts";
export type { Secrets } from "./worker/attempt.ts";
export { watchDisk } from "./worker/disk-space.ts";
export { startWorker, type Worker, type WorkerOptions } from "./worker/worker.ts";
