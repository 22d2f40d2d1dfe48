/** Where a job that has not ended stands in the queue. */
export const status = {
  /** Waits for its time. */
  later: 0,
  /** Waits until another job with its key has ended. */
  blocked: 1,
  ready: 2,
  running: 3,
} as const;
