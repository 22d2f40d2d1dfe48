import { isSlipwayError } from "@slipway/core";
import type { Logger } from "../telemetry/logger.ts";

/** Waits; ends early, without an error, when the signal says so. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const wake = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    signal?.addEventListener("abort", wake);
  });
}

const firstWaitMs = 100;
const longestWaitMs = 5000;

/**
 * Does something that needs the store or the engine, again and again while they are away: what runs in a container goes on
 * meanwhile. Gives up when the signal is aborted, and throws its reason then.
 */
export async function patiently<Result>(
  what: string,
  work: () => Promise<Result>,
  { signal, log }: { readonly signal: AbortSignal; readonly log: Logger },
): Promise<Result> {
  for (let wait = firstWaitMs; ; wait = Math.min(wait * 2, longestWaitMs)) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (cause) {
      signal.throwIfAborted();
      log("warn", `${what} failed, trying again`, failureFields(cause));
      await pause(wait, signal);
    }
  }
}

/** What the log says of a failure. */
export function failureFields(cause: unknown): Readonly<Record<string, unknown>> {
  if (isSlipwayError(cause)) return { code: cause.code, error: cause.message };
  return { error: cause instanceof Error ? cause.message : String(cause) };
}
