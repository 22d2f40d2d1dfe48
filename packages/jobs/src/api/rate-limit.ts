/** How many requests a caller may make: so many at once, and so many a minute in the long run. */
export interface RateLimit {
  readonly burst: number;
  readonly perMinute: number;
}

/** So many callers are remembered; who has not asked for long is forgotten first, and has a full bucket again anyway. */
const mostCallers = 10_000;

/** A token bucket for each caller. Gives the seconds to wait, or 0 when the request may go on. */
export function createRateLimiter({ burst, perMinute }: RateLimit, now: () => number): (caller: string) => number {
  const buckets = new Map<string, { left: number; at: number }>();
  const perMs = perMinute / 60_000;
  return (caller) => {
    const at = now();
    const before = buckets.get(caller) ?? { left: burst, at };
    const left = Math.min(burst, before.left + (at - before.at) * perMs);
    const allowed = left >= 1;
    // Taken out and put in again: the map's order is the order of the last request.
    buckets.delete(caller);
    buckets.set(caller, { left: allowed ? left - 1 : left, at });
    if (buckets.size > mostCallers) {
      const [oldest] = buckets.keys();
      if (oldest !== undefined) buckets.delete(oldest);
    }
    return allowed ? 0 : Math.max(1, Math.ceil((1 - left) / perMs / 1000));
  };
}
