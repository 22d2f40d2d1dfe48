import { afterAll, beforeAll } from "bun:test";
import { openStore } from "../../packages/jobs/src/store/open.ts";
import type { Doorbell, Store } from "../../packages/jobs/src/store/store.ts";
import { postgres, type RigPostgres } from "../rig/postgres.ts";
import { type RigRedis, redis } from "../rig/redis.ts";

/** A store that another process has as well, and what it hears. */
export interface OpenedStore {
  readonly store: Store;
  /** Settles when Redis is found to be there, or gone. */
  redisIs(state: "up" | "down"): Promise<void>;
  /** Settles when the bell of a job rings from now on. */
  bell(kind: Doorbell, job?: string): Promise<{ readonly rings: Promise<void> }>;
}

/** PostgreSQL and Redis for the tests of a file; there while they run. */
export function servers(): { readonly database: RigPostgres; readonly redis: RigRedis } {
  let started: { readonly database: RigPostgres; readonly redis: RigRedis } | undefined;
  const there = () => {
    if (!started) throw new Error("the servers are there while tests run");
    return started;
  };
  beforeAll(async () => {
    const [database, own] = await Promise.all([postgres(), redis()]);
    started = { database, redis: own };
  }, 120_000);
  afterAll(async () => {
    await started?.redis[Symbol.asyncDispose]();
    await started?.database[Symbol.asyncDispose]();
  }, 60_000);
  return {
    get database() {
      return there().database;
    },
    get redis() {
      return there().redis;
    },
  };
}

/** A store as a process of its own would open it. */
export async function openedStore(url: string, server: RigRedis): Promise<OpenedStore> {
  let isUp: boolean | undefined;
  const changes = new Set<() => void>();
  const onChange = (now: boolean): void => {
    isUp = now;
    for (const change of changes) change();
  };
  const store = await openStore({ url, redis: { url: server.url, onChange } });
  return {
    store,
    redisIs: (state) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (isUp !== (state === "up")) return;
          changes.delete(look);
          resolve();
        };
        changes.add(look);
        look();
      }),
    async bell(kind, job) {
      const rung = Promise.withResolvers<void>();
      await store.listen([kind], (_, id) => {
        if (id !== "" && (job === undefined || id === job)) rung.resolve();
      });
      return { rings: rung.promise };
    },
  };
}
