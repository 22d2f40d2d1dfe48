import { isSlipwayError } from "@slipway/core";

const passing = new Set(["JOBS_UNREACHABLE", "JOBS_NOT_READY", "JOBS_RATE_LIMITED"]);

/** Whether a failure is one that passes: the control plane, or its database, is away or started anew. */
export function isPassing(cause: unknown): boolean {
  return isSlipwayError(cause) && passing.has(cause.code);
}

/** Between two tries, in milliseconds. */
export const tryAgainMs = 500;
