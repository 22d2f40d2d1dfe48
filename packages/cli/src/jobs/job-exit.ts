import { exitCode } from "@slipway/core";
import type { JobAnswer } from "@slipway/jobs";

/** As `timeout` of coreutils says it. */
const timeIsOver = 124;

/** The exit code for a job that has ended: its own where it has one; 124 when its time was over, 130 when it was canceled, else 1. */
export function exitCodeOf({ state, end }: JobAnswer): number {
  if (state === "succeeded") return exitCode.done;
  if (end?.reason === "timeout") return timeIsOver;
  if (state === "canceled") return exitCode.interrupted;
  return end?.reason === "exit" && end.exit_code ? end.exit_code : exitCode.failed;
}

/** How a job has ended, in one line: `succeeded after 12s`, `failed after 3s: steps test ended with exit code 1`. */
export function endLine({ state, end, started_at, finished_at }: JobAnswer): string {
  const ms = started_at && finished_at ? Date.parse(finished_at) - Date.parse(started_at) : undefined;
  const after = ms === undefined ? "" : ` after ${shortSpan(ms)}`;
  return `${state}${after}${end && state !== "succeeded" ? `: ${end.message}` : ""}`;
}

/** `850ms`, `12.3s`, `4m10s`, `2h5m`. */
export function shortSpan(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))}ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)}s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes}m${Math.floor((ms % 60_000) / 1000)}s`;
  return `${Math.floor(minutes / 60)}h${minutes % 60}m`;
}
