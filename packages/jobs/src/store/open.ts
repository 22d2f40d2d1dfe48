import { Bells } from "./doorbell.ts";
import { createStore } from "./sql-store.ts";
import { dataVersionWire } from "./sqlite/data-version.ts";
import { SqliteDatabase } from "./sqlite/database.ts";
import type { Store } from "./store.ts";

/** Where the jobs lie and how the store behaves. */
export interface StoreOptions {
  /** Path of a SQLite file, which is made when it is not there. */
  readonly url: string;
  /** Milliseconds since 1970; the system's clock without it. */
  readonly clock?: () => number;
  /** How long a claim holds without a heartbeat; 30 seconds without it. */
  readonly leaseMs?: number;
}

/**
 * Opens the store and brings its schema up to date.
 * @throws JOBS_DATABASE_UNREADABLE, JOBS_DATABASE_NEWER
 */
export async function openStore({ url, clock = Date.now, leaseMs = 30_000 }: StoreOptions): Promise<Store> {
  const database = await SqliteDatabase.open(url);
  const bells = new Bells([dataVersionWire(database)]);
  return createStore(database, { clock, leaseMs, bells });
}
