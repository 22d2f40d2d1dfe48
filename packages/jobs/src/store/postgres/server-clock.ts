import { one } from "../database.ts";
import type { PostgresDatabase } from "./database.ts";

/** So often the difference to the server's clock is measured anew, when the time is asked for. */
const measureMs = 60_000;

/**
 * The clock of the server, which all hosts share: leases must not depend on whose clock is right. Between two measurements it runs
 * with this machine's steady clock.
 */
export async function serverClock(database: PostgresDatabase): Promise<() => number> {
  let difference = 0;
  let measuredAt = 0;
  const measure = async (): Promise<void> => {
    const before = performance.now();
    const row = await one<{ now: number }>(
      database,
      "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now",
    );
    const after = performance.now();
    if (row) difference = row.now - (before + after) / 2;
    measuredAt = after;
  };
  await measure();
  return () => {
    const now = performance.now();
    if (now - measuredAt > measureMs) {
      measuredAt = now;
      // Without an answer the old difference is good enough for another minute.
      measure().catch(() => undefined);
    }
    return Math.round(now + difference);
  };
}
