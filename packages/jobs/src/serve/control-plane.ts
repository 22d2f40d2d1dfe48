import { hostname } from "node:os";
import type { Engine } from "@slipway/engine";
import { knownTokens, storedTokens, type TokenReader } from "../api/authenticate.ts";
import { scopes } from "../api/contract/scopes.ts";
import { type ApiServer, type ServeOptions, serveApi } from "../api/serve.ts";
import { hashOfToken } from "../api/token-text.ts";
import { jobsErrors } from "../errors.ts";
import { newId } from "../job/id.ts";
import type { ImageWatcher } from "../runner/docker/image.ts";
import type { Runner } from "../runner/runner.ts";
import { openStore } from "../store/open.ts";
import type { Store } from "../store/store.ts";
import type { Logger } from "../telemetry/logger.ts";
import type { TraceTarget } from "../telemetry/otlp.ts";
import { type PlaneMetrics, planeMetrics } from "../telemetry/plane-metrics.ts";
import type { AttemptTraces } from "../telemetry/trace-attempts.ts";
import type { Secrets } from "../worker/attempt.ts";
import { keepImages } from "../worker/images.ts";
import { startReaper } from "../worker/reaper.ts";
import { startWorker } from "../worker/worker.ts";
import { type Chores, startChores } from "./chores.ts";
import type { ListenAddress } from "./listen-address.ts";

/** What a control plane consists of; without `api` or without `worker` the other half runs elsewhere, on the same database. */
export interface ControlPlaneOptions {
  /** Path of a SQLite file, or `postgres://…`. */
  readonly database: string;
  /** A Redis server that wakes processes on the same database sooner, `redis://…`; nothing depends on it. */
  readonly redis?: string;
  readonly log: Logger;
  readonly api?: {
    readonly listen: ListenAddress;
    /** A token that was given from outside, and may do everything. */
    readonly token?: string;
    /** A token that is kept like one that was made over the API: may do everything, and can be revoked. */
    readonly ownToken?: string;
    /** Further ways to know who asks. */
    readonly readers?: readonly TokenReader[];
  };
  readonly chores?: Chores;
  /** Where a worker without an API tells how it is. */
  readonly health?: ListenAddress;
  readonly worker?: {
    /** Makes the runner. Workers on one database are one group: they take over from each other, and touch nothing of another one. */
    readonly runner: (group: string, images: ImageWatcher | undefined) => Runner;
    /** Removes images that were pulled for jobs when no job has used them for so long, or the disk is full; never without it. */
    readonly images?: { readonly engine: Engine; readonly keepMs: number };
    readonly secrets: Secrets;
    /** Jobs at once. */
    readonly slots: number;
    readonly name?: string;
    readonly hindrance?: () => Promise<string | undefined>;
    /** So long what is left over is kept before it is removed, in milliseconds; a minute without it. */
    readonly reaperGraceMs?: number;
    readonly reaperDryRun?: boolean;
    /** Where it tells of every attempt that has ended. */
    readonly traces?: TraceTarget;
  };
}

/** A control plane that runs. */
export interface ControlPlane {
  /** Where the API is. */
  readonly url?: string;
  readonly worker?: string;
  /**
   * Stops: no more requests and no more jobs are taken. With `drain` what runs is waited for; else it goes on in its containers, and
   * whoever starts next attaches to it.
   */
  stop(how?: { readonly drain: boolean }): Promise<void>;
}

const hindranceOf = ({ hindrance }: NonNullable<ControlPlaneOptions["worker"]>) => (hindrance ? { hindrance } : {});

const reaperEveryMs = 30_000;
const leastReaperEveryMs = 1000;
const reaperGraceMs = 60_000;

/**
 * Starts a control plane.
 * @throws JOBS_NOT_PROTECTED when it would listen beyond this machine and nobody has a token; JOBS_ADDRESS_TAKEN; what opening the store throws
 */
export async function startControlPlane({
  database,
  redis,
  log,
  api,
  health,
  worker,
  chores: asked,
}: ControlPlaneOptions): Promise<ControlPlane> {
  const store = await openStore({
    url: database,
    ...(redis === undefined ? {} : { redis: { url: redis, onChange: redisTold(log) } }),
  });
  // What was begun is ended in the opposite order.
  const ends: ((drain: boolean) => Promise<void>)[] = [() => store.close()];
  const stop = async ({ drain } = { drain: false }): Promise<void> => {
    for (let end = ends.pop(); end; end = ends.pop()) await end(drain);
  };
  try {
    const chores = startChores(store, log, asked);
    ends.push(() => chores.end());
    const metrics = planeMetrics(store);
    const served = { store, log, metrics };
    const server = api ? await openApi(api, served) : health && (await openHealth(health, served));
    if (server) ends.push(() => server.stop());
    const name = worker && (worker.name ?? hostname());
    if (worker && name !== undefined) {
      const images =
        worker.images && keepImages({ ...worker.images, store, log, actor: `worker:${name}`, ...hindranceOf(worker) });
      if (images) ends.push(() => images.end());
      const bare = worker.runner(await store.identity(), images);
      ends.push(() => bare.close());
      const traces = worker.traces && (await openTraces(worker.traces, store, log));
      if (traces) ends.push(() => traces.close());
      const runner = traces?.watch(bare) ?? bare;
      const { secrets, slots, hindrance, reaperDryRun, reaperGraceMs: graceMs = reaperGraceMs } = worker;
      const reaper = startReaper({
        runner,
        store,
        log,
        actor: `worker:${name}`,
        graceMs,
        everyMs: Math.min(reaperEveryMs, Math.max(leastReaperEveryMs, graceMs)),
        now: Date.now,
        ...(reaperDryRun === undefined ? {} : { dryRun: reaperDryRun }),
      });
      ends.push(() => reaper.end());
      const working = await startWorker({
        store,
        runner,
        secrets,
        slots,
        name,
        log,
        ...(hindrance ? { hindrance } : {}),
        onEnd(claim, end, ms) {
          const { reason } = end;
          traces?.ended(claim, end, ms);
          metrics.attempts.add({ reason });
          metrics.attemptSeconds.see({ reason }, ms / 1000);
        },
      });
      ends.push((drain) => (drain ? working.drain() : working.handOver()));
    }
    return { stop, ...(server && api ? { url: server.url } : {}), ...(name === undefined ? {} : { worker: name }) };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

async function openTraces(target: TraceTarget, store: Store, log: Logger): Promise<AttemptTraces> {
  const { createAttemptTraces } = await import("../telemetry/trace-attempts.ts");
  return createAttemptTraces(target, store, log);
}

function redisTold(log: Logger): (isUp: boolean, reason?: string) => void {
  return (isUp, reason) => {
    if (isUp) log("info", "Redis answers");
    else
      log("warn", "Redis does not answer; what happens elsewhere is seen later, and nothing is lost", {
        error: reason,
      });
  };
}

interface Served {
  readonly store: Store;
  readonly log: Logger;
  readonly metrics: PlaneMetrics;
}

async function openApi(
  { listen, token, ownToken, readers = [] }: NonNullable<ControlPlaneOptions["api"]>,
  served: Served,
): Promise<ApiServer> {
  const { store } = served;
  if (ownToken !== undefined) await keepOwnToken(store, ownToken);
  const isProtected =
    token !== undefined || readers.length > 0 || (await store.tokens()).some(({ name }) => name !== ownName);
  if (!listen.isLoopback && !isProtected) throw jobsErrors.error("JOBS_NOT_PROTECTED", { address: listen.hostname });
  const everything = { tenant: "*", scopes: new Set(scopes) };
  const given = token === undefined ? [] : [{ hash: hashOfToken(token), subject: "token:given", ...everything }];
  return await listening(listen, {
    ...served,
    tokens: [knownTokens(given), ...readers, storedTokens(store, Date.now)],
  });
}

/** Of a worker only how it is, and its figures for those who may read them. */
function openHealth(listen: ListenAddress, served: Served): Promise<ApiServer> {
  const tokens = [storedTokens(served.store, Date.now)];
  return listening(listen, { ...served, tokens, routes: ["live", "ready", "readMetrics"] });
}

async function listening(
  { hostname: host, port }: ListenAddress,
  options: Omit<ServeOptions, "hostname" | "port">,
): Promise<ApiServer> {
  try {
    return await serveApi({ ...options, hostname: host, port });
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === "EADDRINUSE")) throw cause;
    throw jobsErrors.error("JOBS_ADDRESS_TAKEN", { address: `${host}:${port}` }, { cause });
  }
}

const ownName = "local";

async function keepOwnToken(store: Store, text: string): Promise<void> {
  const hash = hashOfToken(text);
  if (await store.tokenByHash(hash)) return;
  const createdAt = Date.now();
  await store.addToken({ id: newId(createdAt), name: ownName, hash, tenant: "*", scopes, createdAt }, "serve");
}
