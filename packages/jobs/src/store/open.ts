import { Bells } from "./doorbell.ts";
import { createStore } from "./sql-store.ts";
import type { Store } from "./store.ts";

/** Where the jobs lie and how the store behaves. */
export interface StoreOptions {
  /** `postgres://…`, or the path of a SQLite file, which is made when it is not there. */
  readonly url: string;
  /** Milliseconds since 1970; without it the system's clock, with PostgreSQL that of its server: one clock for all hosts. */
  readonly clock?: () => number;
  /** How long a claim holds without a heartbeat; 30 seconds without it. */
  readonly leaseMs?: number;
  /** Connections to PostgreSQL at most; 10 without it. */
  readonly connections?: number;
}

/**
 * Opens the store and brings its schema up to date.
 * @throws JOBS_DATABASE_UNREADABLE, JOBS_DATABASE_NEWER
 */
export async function openStore({ url, clock, leaseMs = 30_000, connections = 10 }: StoreOptions): Promise<Store> {
  if (/^postgres(?:ql)?:\/\//.test(url)) {
    const [{ PostgresDatabase }, { postgresHotPaths }, { notifyWire }, { serverClock }] = await Promise.all([
      import("./postgres/database.ts"),
      import("./postgres/hot-paths.ts"),
      import("./postgres/notify.ts"),
      import("./postgres/server-clock.ts"),
    ]);
    const database = await PostgresDatabase.open(url, connections);
    const bells = new Bells([notifyWire(database)]);
    const hot = postgresHotPaths(database);
    return createStore(database, { clock: clock ?? (await serverClock(database)), leaseMs, bells, hot });
  }
  const [{ SqliteDatabase }, { dataVersionWire }] = await Promise.all([
    import("./sqlite/database.ts"),
    import("./sqlite/data-version.ts"),
  ]);
  const database = await SqliteDatabase.open(url.replace(/^sqlite:/, ""));
  const bells = new Bells([dataVersionWire(database)]);
  return createStore(database, { clock: clock ?? Date.now, leaseMs, bells });
}
