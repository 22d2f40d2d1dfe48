import type { BellWire } from "../doorbell.ts";
import type { Doorbell } from "../store.ts";
import type { SqliteDatabase } from "./database.ts";

/** A look costs some microseconds: SQLite compares a number in shared memory. */
const lookMs = 50;

const bellOf: Readonly<Record<string, Doorbell>> = {
  "job.submitted": "queued",
  "attempt.retried": "queued",
  "job.cancel_requested": "canceled",
  "job.ended": "ended",
};

/**
 * Hears other processes on the same file: SQLite has no event for that, but a number that changes when another process has committed.
 * Then the new entries of the audit trail tell what it was; without one it was output.
 */
export function dataVersionWire(database: SqliteDatabase): BellWire {
  let timer: ReturnType<typeof setInterval> | undefined;
  let looking = false;
  let last = 0;
  const newest = async (): Promise<number> => {
    const [row] = await database.all<{ id: number | null }>("SELECT max(id) AS id FROM trail");
    return row?.id ?? 0;
  };
  return {
    ring: () => undefined,
    async open(heard) {
      let version = database.version();
      last = await newest();
      timer = setInterval(() => {
        const now = database.version();
        if (now === version || looking) return;
        version = now;
        looking = true;
        tell(heard)
          .catch(() => {
            // The file was busy: the next look asks again.
            version = -1;
          })
          .finally(() => {
            looking = false;
          });
      }, lookMs);
      timer.unref();
    },
    async close() {
      clearInterval(timer);
    },
  };

  async function tell(heard: (kind: Doorbell, job: string) => void): Promise<void> {
    const entries = await database.all<{ id: number; kind: string; job: string | null }>(
      "SELECT id, kind, job FROM trail WHERE id > $1 ORDER BY id LIMIT 1000",
      [last],
    );
    last = entries.at(-1)?.id ?? last;
    for (const { kind, job } of entries) {
      const bell = bellOf[kind];
      if (bell) heard(bell, job ?? "");
    }
    // A job that was blocked or is due becomes ready without an entry of its own.
    heard("queued", "");
    heard("log", "");
  }
}
