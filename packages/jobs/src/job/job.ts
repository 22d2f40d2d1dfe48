import type { JobSpec, TerminalReason } from "./spec.ts";

export const jobStates = ["queued", "running", "succeeded", "failed", "canceled"] as const;
export type JobState = (typeof jobStates)[number];

/** A job as the store has it. Times are milliseconds since 1970. */
export interface Job {
  /** Sortable by time of submission (UUID 7). */
  readonly id: string;
  readonly tenant: string;
  readonly spec: JobSpec;
  readonly state: JobState;
  /** The fencing number: the attempt that may write; 0 before the first claim. */
  readonly attempt: number;
  readonly createdAt: number;
  /** Not claimed before. */
  readonly runAt: number;
  readonly startedAt?: number;
  readonly finishedAt?: number;
  readonly cancelRequested: boolean;
  readonly end?: AttemptEnd;
  /** The schedule that submitted it. */
  readonly schedule?: string;
  readonly submittedBy: string;
}

/** How an attempt ended. */
export interface AttemptEnd {
  readonly reason: TerminalReason;
  /** What the container said; absent when it never ran. */
  readonly exitCode?: number;
  /** One sentence for people. */
  readonly message: string;
  /** `result.json` of the job, when it wrote one and it is JSON of at most 64 KiB. */
  readonly result?: unknown;
  readonly artifacts: readonly Artifact[];
  /** Hosts that it reached for: those that its network policy let through, and those that it did not. */
  readonly egress?: { readonly allowed: readonly string[]; readonly denied: readonly string[] };
}

export interface Artifact {
  /** Below the workspace, with `/`. */
  readonly path: string;
  readonly size: number;
  /** `sha256:…`: under this name the store has the bytes. */
  readonly digest: string;
}

/** One try at a job, by one worker. */
export interface Attempt {
  readonly job: string;
  readonly number: number;
  readonly worker: string;
  readonly startedAt: number;
  readonly finishedAt?: number;
  readonly end?: AttemptEnd;
  /** What the runner read back after the start. */
  readonly applied?: Applied;
}

/** What was really applied to the container, as the engine tells it, and what was checked out. */
export interface Applied {
  readonly container: string;
  readonly image: string;
  readonly imageDigest: string;
  readonly user: string;
  readonly readOnlyRoot: boolean;
  readonly capabilities: readonly string[];
  readonly noNewPrivileges: boolean;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly pids: number;
  readonly network: string;
  readonly commit?: string;
  readonly tree?: string;
}
