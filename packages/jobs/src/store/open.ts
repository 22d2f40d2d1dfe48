import { jobsErrors } from "../errors.ts";
import type { Database } from "./database.ts";
import { Bells, type BellWire } from "./doorbell.ts";
import { identity } from "./identity.ts";
import type { RedisLinkOptions } from "./redis/link.ts";
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
  /** A Redis server that rings for other processes in place of the database; what it loses only comes later. */
  readonly redis?: RedisLinkOptions;
}

/**
 * Opens the store and brings its schema up to date.
 * @throws JOBS_BAD_DATABASE_URL, JOBS_DATABASE_UNREADABLE, JOBS_DATABASE_NEWER, JOBS_BAD_REDIS_URL
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { url, clock, leaseMs = 30_000, connections = 10, redis } = options;
  if (/^postgres(?:ql)?:\/\//.test(url)) {
    const [{ PostgresDatabase }, { postgresHotPaths }, { notifyWire }, { serverClock }] = await Promise.all([
      import("./postgres/database.ts"),
      import("./postgres/hot-paths.ts"),
      import("./postgres/notify.ts"),
      import("./postgres/server-clock.ts"),
    ]);
    const database = await PostgresDatabase.open(url, connections);
    const bells = new Bells([...(await redisWires(redis, database)), notifyWire(database)]);
    const hot = postgresHotPaths(database);
    return createStore(database, { clock: clock ?? (await serverClock(database)), leaseMs, bells, hot });
  }
  // It would be taken for the path of a file.
  const [, scheme] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url) ?? [];
  if (scheme !== undefined && scheme !== "sqlite") throw jobsErrors.error("JOBS_BAD_DATABASE_URL", { scheme });
  const [{ SqliteDatabase }, { dataVersionWire }] = await Promise.all([
    import("./sqlite/database.ts"),
    import("./sqlite/data-version.ts"),
  ]);
  const database = await SqliteDatabase.open(url.replace(/^sqlite:/, ""));
  const bells = new Bells([...(await redisWires(redis, database)), dataVersionWire(database)]);
  return createStore(database, { clock: clock ?? Date.now, leaseMs, bells });
}

async function redisWires(redis: RedisLinkOptions | undefined, database: Database): Promise<readonly BellWire[]> {
  if (!redis) return [];
  const [{ openRedisLink }, { redisWire }] = await Promise.all([import("./redis/link.ts"), import("./redis/wire.ts")]);
  try {
    return [redisWire(openRedisLink(redis), await identity(database))];
  } catch (cause) {
    await database.close();
    throw cause;
  }
}
