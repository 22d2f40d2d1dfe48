import type { AttemptEnd, JobState } from "../job/job.ts";
import type { Retries } from "../job/spec.ts";

/** What a job has behind it when an attempt ends. */
export interface History {
  readonly retries: Retries;
  /** Attempts that ended badly by the job's own fault, without this one. */
  readonly failures: number;
  /** Attempts that were lost by nobody's fault, without this one. */
  readonly losses: number;
  readonly cancelRequested: boolean;
}

/** What becomes of a job whose attempt has ended. */
export type Outcome =
  | { readonly state: Extract<JobState, "succeeded" | "failed" | "canceled"> }
  | { readonly state: "queued"; readonly runAt: number; readonly failures: number; readonly losses: number };

/** So often a job is begun anew after its attempt was lost; then something about the job itself loses them. */
const mostLosses = 5;
const longestBackoffMs = 3_600_000;

/**
 * Whether a job has ended with its attempt, or is tried again and when. An attempt that was lost (`infra`) is tried again
 * without counting against the retries, but not without end; the wait doubles with every failure.
 */
export function outcomeOf(history: History, end: Pick<AttemptEnd, "reason" | "exitCode">, now: number): Outcome {
  const { retries, failures, losses, cancelRequested } = history;
  if (end.reason === "exit" && end.exitCode === 0) return { state: "succeeded" };
  if (end.reason === "canceled") return { state: "canceled" };
  if (cancelRequested) return { state: end.reason === "infra" ? "canceled" : "failed" };
  if (end.reason === "infra") {
    if (losses >= mostLosses) return { state: "failed" };
    return { state: "queued", runAt: now, failures, losses: losses + 1 };
  }
  if (!retries.on.includes(end.reason) || failures + 1 >= retries.attempts) return { state: "failed" };
  const wait = Math.min(retries.backoffMs * 2 ** failures, longestBackoffMs);
  return { state: "queued", runAt: now + wait, failures: failures + 1, losses };
}
