/** The job control plane: what a job is, the store that is its truth and its queue, the runners that attempts run in. */
export { jobsErrors } from "./errors.ts";
export type { Applied, Artifact, Attempt, AttemptEnd, Job, JobState } from "./job/job.ts";
export { jobStates } from "./job/job.ts";
export type { JobSpec, Loop, NetworkPolicy, Repository, Resources, Retries, Step, TerminalReason } from "./job/spec.ts";
export { terminalReasons } from "./job/spec.ts";
export { createDockerRunner, type DockerRunnerOptions } from "./runner/docker/docker-runner.ts";
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
export type {
  Claim,
  Doorbell,
  EventQuery,
  Heartbeat,
  Held,
  JobEvent,
  JobQuery,
  LogChunk,
  Store,
  Submission,
} from "./store/store.ts";
