import type { Applied, Attempt, AttemptEnd, Job, JobState } from "../job/job.ts";
import type { JobSpec } from "../job/spec.ts";
import type { Images, Outbox, Removed, Retention, Schedules } from "./side-ports.ts";
import type { Told } from "./trail/append.ts";
import type { Head } from "./trail/verify.ts";

/**
 * The truth and the queue. Every method is one transaction: what it says happened has happened, with its entry in the audit trail
 * and its outbox messages; what it did not do left nothing. A call with a lease that is no longer the job's gives `fenced`:
 * somebody else has the job, or it has ended, and the caller has to let go of it.
 */
export interface Store {
  /** @throws JOBS_IDEMPOTENCY_CONFLICT when the tenant used the key for another specification */
  submit(request: Submission): Promise<{ readonly job: Job; readonly created: boolean }>;
  job(id: string): Promise<Job | undefined>;
  /** A job without what it is to do: for those who look often. */
  standing(id: string): Promise<Standing | undefined>;
  jobs(query: JobQuery): Promise<readonly Job[]>;
  attempts(job: string): Promise<readonly Attempt[]>;
  /** Why a queued job is not running, as a sentence; undefined for every other. */
  waitingFor(job: string): Promise<string | undefined>;
  /** Ends a job that does not run; asks the worker of one that does. Undefined when there is no such job. */
  requestCancel(job: string, by: string): Promise<Job | undefined>;
  /** How many jobs wait for their time, wait for others with their key, are ready, and run. */
  depth(): Promise<QueueDepth>;

  /**
   * The next jobs for a worker, at most so many: a tenant with fewer running jobs first, among those the one that was served
   * longest ago; within a tenant by priority, then in order of submission; concurrency keys kept.
   */
  claim(worker: string, most: number): Promise<readonly Claim[]>;
  /** Prolongs the leases of what a worker has; tells which it has lost and which were asked to be canceled. */
  heartbeat(worker: string, claims: readonly Held[]): Promise<Heartbeat>;
  /**
   * Takes over what another worker's lease has run out on; with `restarted` also what a worker of this name held before it
   * was started anew. The attempt stays the same: its container may be running.
   */
  takeOver(worker: string, most: number, restarted?: boolean): Promise<readonly Claim[]>;
  /**
   * Whether no other process that runs has a worker of this name. Then this one has the name, until the store is closed or the process
   * ends, however it does.
   */
  isAlone(worker: string): Promise<boolean>;
  /** Gives leases up: other workers may take the attempts over at once. */
  release(claims: readonly Held[]): Promise<void>;
  applied(held: Held, applied: Applied): Promise<"done" | "fenced">;
  /** Ends the attempt: the job ends, or is queued again when its retries say so. */
  finish(held: Held, end: AttemptEnd): Promise<"done" | "fenced">;

  /**
   * Appends output; gives the offset behind it. Offsets count the bytes that the container wrote, also those that were not kept.
   * What the store has already is skipped, so a worker that took over may begin anywhere before the end.
   */
  appendLog(claim: Claim, chunk: LogChunk): Promise<number | "fenced">;
  /** The offset behind the last byte that the store has seen. */
  logEnd(job: string, attempt: number): Promise<number>;
  /** What is kept from an offset on, in order: so many bytes, from one on, or all that there are. */
  readLog(job: string, attempt: number, from: number, most: number): Promise<readonly LogChunk[]>;

  /** Keeps bytes under their digest, `sha256:…`. */
  putBlob(bytes: AsyncIterable<Uint8Array>): Promise<{ readonly digest: string; readonly size: number }>;
  blob(digest: string): Promise<Blob | undefined>;

  addToken(token: Token, by: string): Promise<void>;
  /** The token with this hash, unless it was revoked. */
  tokenByHash(hash: string): Promise<Token | undefined>;
  /** Tokens that were not revoked, the oldest first; of one tenant or of all. */
  tokens(tenant?: string): Promise<readonly Token[]>;
  /** Gives whether there was one. */
  revokeToken(id: string, by: string): Promise<boolean>;

  events(query: EventQuery): Promise<readonly JobEvent[]>;
  readonly trail: Trail;
  readonly schedules: Schedules;
  readonly outbox: Outbox;
  readonly images: Images;
  /** Removes what has been kept long enough. To be called every few minutes by one process. */
  cleanup(keep: Retention): Promise<Removed>;
  /** Called soon after something of this kind happened, here or in another process; `job` is empty when it is not known whose. */
  listen(kinds: readonly Doorbell[], heard: (kind: Doorbell, job: string) => void): Promise<() => Promise<void>>;

  /** 16 hexadecimal digits that were made with the database: the same for everybody who has it, under whatever address. */
  identity(): Promise<string>;
  close(): Promise<void>;
}

export interface Submission {
  readonly spec: JobSpec;
  readonly tenant: string;
  readonly by: string;
  /** Milliseconds since 1970; not claimed before. */
  readonly runAt?: number;
  /** Name of the schedule that submits it. */
  readonly schedule?: string;
}

/** How far a job has come, and whose it is. */
export type Standing = Pick<Job, "tenant" | "state" | "attempt">;

export interface JobQuery {
  readonly tenant?: string;
  readonly states?: readonly JobState[];
  /** Older than this job. */
  readonly before?: string;
  readonly limit: number;
}

export interface QueueDepth {
  readonly later: number;
  readonly blocked: number;
  readonly ready: number;
  readonly running: number;
}

/** What a worker shows with every write: the attempt that it holds, and the number of its hold. */
export interface Held {
  readonly job: string;
  readonly attempt: number;
  /** The fencing token: every claim and every take-over of a job has a higher one. */
  readonly lease: number;
}

export interface Claim extends Held {
  readonly spec: JobSpec;
  readonly tenant: string;
  /** Until when the lease runs without a heartbeat. */
  readonly leaseUntil: number;
  /** The attempt was begun by another worker, or by this one before it was started anew: its container may be running. */
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

export interface Blob {
  readonly size: number;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** A token of the API as it is kept. */
export interface Token {
  readonly id: string;
  readonly name: string;
  /** `*` is all. */
  readonly tenant: string;
  /** SHA-256 of its text, in hexadecimal digits. */
  readonly hash: string;
  readonly scopes: readonly string[];
  readonly createdAt: number;
  readonly expiresAt?: number;
}

export interface EventQuery {
  /** Only of this job. */
  readonly job: string;
  /** Later than the event with this sequence number. */
  readonly after?: number;
  readonly limit: number;
}

/** What happened to a job, for people and webhooks: its entries in the audit trail. */
export interface JobEvent {
  /** Rises within a job. */
  readonly sequence: number;
  readonly job: string;
  readonly attempt: number;
  readonly at: number;
  readonly kind: string;
  readonly by: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The audit trail: append-only, and chained by hashes. */
export interface Trail {
  /** Writes an entry of the caller's own: what it did beside the jobs. */
  tell(told: Omit<Told, "at">): Promise<void>;
  /** Gives what was written their places in the chain; gives how many. To be called every few seconds by one process or many. */
  seal(): Promise<number>;
  /** The end of the chain. */
  head(): Promise<Head>;
  /** Seals, then gives the entries behind a place in the chain as JSON lines without line ends; `verifyTrail` reads them. */
  lines(after?: number): AsyncIterable<string>;
}

export type Doorbell = "queued" | "canceled" | "ended" | "log";
