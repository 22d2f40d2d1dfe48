import type { Applied, Artifact } from "../job/job.ts";
import type { JobSpec, TerminalReason } from "../job/spec.ts";

/** A place where attempts run. The worker knows nothing of containers, and a runner nothing of queues. */
export interface Runner {
  /**
   * Starts an attempt, once: a second start of the same attempt gives the first one's run. What the attempt itself is to blame for
   * (no such image, a secret without a value) is the end of the run that is given. What earlier attempts of the job left is gone before.
   *
   * @throws what the engine says when it cannot be asked; nothing of the attempt was left then
   */
  start(request: RunRequest): Promise<Run>;
  /** The run of an attempt that was started before, here or by a worker that died; undefined when nothing of it is there. */
  attach(request: RunRequest): Promise<Run | undefined>;
  /** What runs or waits to be collected of this runner's group, whoever started it. */
  runs(): Promise<readonly RunIdentity[]>;
  /** Removes what an attempt left; does nothing when nothing is left. */
  remove(run: RunIdentity): Promise<void>;
  /** Lets go of everything: what runs goes on, what was parked ends. */
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
  /** Asked right before the job begins; rejects when it must not, because somebody else may have the attempt meanwhile. */
  readonly mayBegin?: () => Promise<void>;
}

/** Why an attempt is stopped. */
export type StopReason = Extract<TerminalReason, "canceled" | "timeout" | "log_limit" | "disk" | "policy">;

/** An attempt that runs, or has ended and was not removed yet. Calls in their order: `ended`, `artifacts`, then the runner's `remove`. */
export interface Run extends RunIdentity {
  /** What the attempt really has; when it is told, other workers can find the attempt. */
  applied(): Promise<Applied>;
  status(): Promise<RunStatus>;
  /**
   * Output from an offset on, in the order in which it was written, secrets masked, until the end. Waits for its reader, and a job
   * whose output nobody reads comes to a halt. Offsets count what is given here: the same run gives the same bytes at the same
   * offsets, to every worker that attaches with the same secrets.
   */
  logs(from: number, signal?: AbortSignal): AsyncIterable<RunOutput>;
  /** Sends the signal, waits for the grace period, kills what is left of the whole process tree. Settles with the end. */
  cancel(why: StopReason): Promise<void>;
  /** Settles when nothing of the job runs any more; the end may only be seen while `logs` is read. */
  ended(signal?: AbortSignal): Promise<RunEnd>;
  /**
   * The files that the specification keeps; each is read while it is handed over. Gives what was asked for and refused: links, names
   * that are none, what is more than `artifactBytes`. `lost`: it ended before all were read, and nobody can tell what it had.
   */
  artifacts(keep: (artifact: ArtifactFile) => Promise<void>): Promise<readonly RefusedArtifact[] | "lost">;
}

export interface RunOutput {
  readonly offset: number;
  readonly bytes: Uint8Array;
  /** Set where a phase begins; the bytes are its heading. */
  readonly phase?: { readonly phase: string; readonly name: string };
}

export interface ArtifactFile extends Pick<Artifact, "path" | "size"> {
  readonly bytes: AsyncIterable<Uint8Array>;
}

export interface RefusedArtifact {
  /** Fit to be shown. */
  readonly path: string;
  readonly why: string;
}

export type RunStatus = { readonly state: "starting" | "running" } | { readonly state: "ended"; readonly end: RunEnd };

export interface RunEnd {
  readonly reason: TerminalReason;
  readonly exitCode?: number;
  readonly message: string;
  readonly result?: unknown;
  readonly commit?: string;
  readonly tree?: string;
  /** Of a job whose connections went through the runner: `host:port`, each once. */
  readonly egress?: { readonly allowed: readonly string[]; readonly denied: readonly string[] };
}
