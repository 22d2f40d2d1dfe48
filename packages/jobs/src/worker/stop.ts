import type { StopReason } from "../runner/runner.ts";

/** What tells a run to end: its time, a person, its own output. The first reason counts. */
export interface Stop {
  readonly reason: StopReason | undefined;
  readonly signal: AbortSignal;
  because(reason: StopReason): void;
  /** From now on the time runs; milliseconds since 1970. */
  at(deadline: number): void;
  close(): void;
}

/** Longer waits than this are taken for none by the timer. */
const longestTimerMs = 2 ** 31 - 1;

/** What tells a run to end; `canceled`: aborted when somebody wants it to. */
export function stopping(canceled: AbortSignal, now: () => number): Stop {
  const controller = new AbortController();
  let reason: StopReason | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const because = (why: StopReason): void => {
    reason ??= why;
    controller.abort();
  };
  const onCancel = (): void => because("canceled");
  if (canceled.aborted) onCancel();
  canceled.addEventListener("abort", onCancel);
  return {
    get reason() {
      return reason;
    },
    signal: controller.signal,
    because,
    at(deadline) {
      clearTimeout(timer);
      timer = setTimeout(() => because("timeout"), Math.min(Math.max(0, deadline - now()), longestTimerMs));
    },
    close() {
      clearTimeout(timer);
      canceled.removeEventListener("abort", onCancel);
    },
  };
}
