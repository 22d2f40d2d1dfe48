import type { Applied, Attempt, AttemptEnd, Job, JobState } from "../job/job.ts";
import type { JobSpec } from "../job/spec.ts";

/**
 * The truth and the queue. Every method is one transaction: what it says happened has happened, with its events, its entry in the
 * audit trail and its outbox messages; what it did not do left nothing. A call with an attempt that is no longer the job's gives
 * `fenced`: somebody else has the job, and the caller has to let go of it.
 */
export interface Store {
  submit(request: Submission): Promise<{ readonly job: Job; readonly created: boolean }>;
  job(id: string): Promise<Job | undefined>;
  jobs(query: JobQuery): Promise<readonly Job[]>;
  attempts(job: string): Promise<readonly Attempt[]>;
  /** Why a queued job is not running, as a sentence. */
  waitingFor(job: string): Promise<string | undefined>;
  requestCancel(job: string, by: string): Promise<Job | undefined>;

  /** The next jobs for a worker, at most so many: fair between tenants, by priority within one, concurrency keys kept. */
  claim(worker: string, most: number): Promise<readonly Claim[]>;
  /** Prolongs the leases of what a worker has; tells which it has lost and which were asked to be canceled. */
  heartbeat(worker: string, claims: readonly Held[]): Promise<Heartbeat>;
  /** Takes over what another worker's lease has run out on: same attempt number + 1, or the same attempt to be re-attached. */
  takeOver(worker: string, most: number): Promise<readonly Claim[]>;
  applied(held: Held, applied: Applied): Promise<"done" | "fenced">;
  /** Ends the attempt: the job ends, or is queued again when its retries say so. */
  finish(held: Held, end: AttemptEnd): Promise<"done" | "fenced">;

  /** Appends output; gives the offset behind it. Offsets count the bytes that the container wrote, also those that were not kept. */
  appendLog(held: Held, chunk: LogChunk): Promise<number | "fenced">;
  /** What is kept from an offset on, in order, at most so many bytes. */
  readLog(job: string, attempt: number, from: number, most: number): Promise<readonly LogChunk[]>;

  putBlob(digest: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;
  blob(digest: string): AsyncIterable<Uint8Array> | undefined;

  events(query: EventQuery): Promise<readonly JobEvent[]>;
  /** Called soon after something of this kind happened, here or in another process; without it callers look again after a while. */
  listen(kinds: readonly Doorbell[], heard: (kind: Doorbell, job: string) => void): Promise<() => Promise<void>>;

  close(): Promise<void>;
}

export interface Submission {
  readonly spec: JobSpec;
  readonly tenant: string;
  readonly by: string;
  readonly runAt?: number;
  readonly schedule?: string;
}

export interface JobQuery {
  readonly tenant?: string;
  readonly states?: readonly JobState[];
  /** Older than this job. */
  readonly before?: string;
  readonly limit: number;
}

/** What a worker shows with every write: the job and the attempt that it holds. */
export interface Held {
  readonly job: string;
  readonly attempt: number;
}

export interface Claim extends Held {
  readonly spec: JobSpec;
  readonly tenant: string;
  /** Until when the lease runs without a heartbeat. */
  readonly leaseUntil: number;
  /** The attempt was begun by another worker: its container may be running. */
  readonly takenOver: boolean;
}

export interface Heartbeat {
  readonly lost: readonly Held[];
  readonly canceled: readonly Held[];
}

export interface LogChunk {
  readonly offset: number;
  readonly bytes: Uint8Array;
  /** Bytes that were not kept before this chunk. */
  readonly skipped?: number;
}

export interface EventQuery {
  readonly job?: string;
  readonly after?: number;
  readonly limit: number;
}

/** What happened to a job, for people and webhooks. */
export interface JobEvent {
  readonly sequence: number;
  readonly job: string;
  readonly attempt: number;
  readonly at: number;
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export type Doorbell = "queued" | "canceled" | "ended" | "log";
