import type { Applied, Artifact } from "../job/job.ts";
import type { JobSpec, TerminalReason } from "../job/spec.ts";

/** A place where attempts run. The worker knows nothing of containers, and a runner nothing of queues. */
export interface Runner {
  /** Starts an attempt, once: a second start of the same attempt gives the first one's run. */
  start(request: RunRequest): Promise<Run>;
  /** What still runs or waits to be collected of these owners' attempts; a worker that died is replaced by asking this. */
  runs(): Promise<readonly Run[]>;
  /** Removes what an attempt left; does nothing when nothing is left. */
  remove(run: RunIdentity): Promise<void>;
  close(): Promise<void>;
}

export interface RunIdentity {
  readonly job: string;
  readonly attempt: number;
}

export interface RunRequest extends RunIdentity {
  readonly tenant: string;
  readonly spec: JobSpec;
  /** Values of the secrets that the specification names; they go over standard input and are masked in the log. */
  readonly secrets: ReadonlyMap<string, string>;
}

/** An attempt that runs, or has ended and was not removed yet. */
export interface Run extends RunIdentity {
  applied(): Promise<Applied>;
  status(): Promise<RunStatus>;
  /** Output from an offset on, in the order in which it was written, secrets masked, until the end. Waits for its reader. */
  logs(from: number, signal?: AbortSignal): AsyncIterable<RunOutput>;
  /** Sends the signal, waits for the grace period, kills what is left of the whole process tree. */
  cancel(why: Extract<TerminalReason, "canceled" | "timeout" | "log_limit" | "disk" | "policy">): Promise<void>;
  /** Settles when nothing of it runs any more. */
  ended(signal?: AbortSignal): Promise<RunEnd>;
  /** The files that the specification keeps; each is read while it is handed over. Call after the end, before `remove`. */
  artifacts(keep: (artifact: ArtifactFile) => Promise<void>): Promise<void>;
}

export interface RunOutput {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

export interface ArtifactFile extends Pick<Artifact, "path" | "size"> {
  readonly bytes: AsyncIterable<Uint8Array>;
}

export type RunStatus = { readonly state: "starting" | "running" } | { readonly state: "ended"; readonly end: RunEnd };

export interface RunEnd {
  readonly reason: TerminalReason;
  readonly exitCode?: number;
  readonly message: string;
  readonly result?: unknown;
  readonly commit?: string;
  readonly tree?: string;
}
