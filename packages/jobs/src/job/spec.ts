/** What a person asks for: one job. Durations are milliseconds, sizes bytes, once read (`10m`, `512mb` in files and requests). */
export interface JobSpec {
  /** What people call it. */
  readonly name?: string;
  /** The repository and the commit that the job sees; without it the workspace is empty. */
  readonly repository?: Repository;
  /** The image that the job runs in; what the worker is set up with when it is left out. */
  readonly image?: string;
  /** Commands that prepare the workspace; the first that fails ends the job. */
  readonly setup: readonly Step[];
  readonly steps: readonly Step[];
  readonly loop?: Loop;
  /** Commands that say whether the job has done what it should; run last. */
  readonly validate: readonly Step[];
  /** Given to the job as `inputs.json` and never interpreted. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, string>>;
  /** Names of secrets that the control plane's settings hold; values never stand in a specification. */
  readonly secrets: readonly string[];
  readonly resources: Resources;
  /** For one attempt, from the container's start. */
  readonly timeoutMs: number;
  /** Between the signal and the kill. */
  readonly graceMs: number;
  readonly retries: Retries;
  /** Higher first, among one tenant's jobs. */
  readonly priority: number;
  /** At most one job (or `concurrency`) of the tenant with this key runs at a time. */
  readonly concurrencyKey?: string;
  readonly concurrency?: number;
  /** A second submission with this key gives the first job. */
  readonly idempotencyKey?: string;
  /** Globs below the workspace of what is kept. */
  readonly artifacts: readonly string[];
  readonly network: NetworkPolicy;
  /** Told when the job has ended. */
  readonly webhook?: string;
}

export interface Repository {
  /** `https`, `http`, `ssh` or `file` URL without credentials. */
  readonly url: string;
  /** 40 or 64 hexadecimal digits. */
  readonly commit: string;
  readonly submodules: boolean;
  readonly lfs: boolean;
  /** Name of the secret with the token for the server; it reaches git's credential protocol only. */
  readonly credential?: string;
}

export interface Step {
  readonly name: string;
  /** Run with `sh -eu -c`. */
  readonly run: string;
}

/** Runs `run`, then the checks, again with what they said until they pass or a limit is reached. */
export interface Loop {
  readonly run: string;
  readonly fastCheck?: string;
  readonly fullCheck?: string;
  readonly maxIterations: number;
  readonly maxMs: number;
}

export interface Resources {
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly pids: number;
  /** What the workspace and the temporary folders may hold. */
  readonly diskBytes: number;
  /** What an attempt may print; the first and the last half of it are kept. */
  readonly logBytes: number;
  readonly artifactBytes: number;
}

export interface Retries {
  /** Attempts in all; 1 is no retry. */
  readonly attempts: number;
  readonly backoffMs: number;
  /** Which ends are tried again; those that are nobody's fault always are. */
  readonly on: readonly TerminalReason[];
}

/** `none`: no network; `internet`: a bridge of its own; a list: through a proxy that lets these hosts through only (`*.example.org`, `host:port`). */
export type NetworkPolicy = "none" | "internet" | { readonly allow: readonly string[] };

/** Why an attempt ended, apart from its exit code. */
export const terminalReasons = [
  "exit",
  "timeout",
  "canceled",
  "oom",
  "image",
  "checkout",
  "infra",
  "log_limit",
  "disk",
  "policy",
] as const;
export type TerminalReason = (typeof terminalReasons)[number];
