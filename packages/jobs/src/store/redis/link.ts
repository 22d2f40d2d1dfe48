import { RedisClient } from "bun";
import { jobsErrors } from "../../errors.ts";
import { pause } from "../../worker/patience.ts";

/** Connections to a Redis server that are made anew when they break; what is subscribed to stays so. */
export interface RedisLink {
  /** Whether the server answers. */
  readonly isUp: boolean;
  /** Rejects when the server does not answer soon. */
  publish(channel: string, message: string): Promise<void>;
  /** Hears a channel; settles, with how to stop, when it is subscribed to or the server is not there now. */
  subscribe(channel: string, heard: (message: string) => void): Promise<() => void>;
  /** Called whenever the server answers (again), with everything subscribed to. */
  onUp(did: () => void): void;
  close(): Promise<void>;
}

export interface RedisLinkOptions {
  readonly url: string;
  /** Told when the server stops to answer, with the reason, and when it answers again. */
  readonly onChange?: (isUp: boolean, reason?: string) => void;
}

/** A server that has not answered for so long is as good as none. */
const patienceMs = 2000;
/** So often a quiet connection is tried. */
const beatMs = 5000;
const firstWaitMs = 100;
const longestWaitMs = 5000;

/**
 * Begins to connect, and waits for nothing: there may be no server now.
 * @throws JOBS_BAD_REDIS_URL
 */
export function openRedisLink({ url, onChange = () => undefined }: RedisLinkOptions): RedisLink {
  if (!isRedisUrl(url)) throw jobsErrors.error("JOBS_BAD_REDIS_URL", {});
  const channels = new Map<string, Set<(message: string) => void>>();
  const onUps: (() => void)[] = [];
  let pair: Pair | undefined;
  let isTold: boolean | undefined;
  const told = (isUp: boolean, reason?: string): void => {
    if (isTold !== isUp) onChange(isUp, reason);
    isTold = isUp;
  };
  const closing = new AbortController();
  const hear = (message: string, channel: string): void => {
    for (const heard of channels.get(channel) ?? []) heard(message);
  };

  const going = (async () => {
    for (let waitMs = firstWaitMs; !closing.signal.aborted; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
      const fresh = new Pair(url);
      try {
        await soon(fresh.connect());
        for (const channel of channels.keys()) await soon(fresh.subscriber.subscribe(channel, hear));
        closing.signal.throwIfAborted();
        pair = fresh;
        waitMs = firstWaitMs;
        told(true);
        for (const did of onUps) did();
        await fresh.broken();
        throw new Error("the connection has ended");
      } catch (cause) {
        pair = undefined;
        fresh.close();
        if (!closing.signal.aborted) told(false, (cause as Error).message);
      }
      await pause(waitMs * (0.5 + Math.random()), closing.signal);
    }
  })();

  return {
    get isUp() {
      return pair !== undefined;
    },
    async publish(channel, message) {
      const at = pair;
      if (!at) throw new Error("Redis does not answer");
      await soon(at.publisher.publish(channel, message)).catch((cause: unknown) => {
        at.break();
        throw cause;
      });
    },
    async subscribe(channel, heard) {
      const those = channels.get(channel) ?? new Set();
      channels.set(channel, those.add(heard));
      const at = pair;
      if (at && those.size === 1) await soon(at.subscriber.subscribe(channel, hear)).catch(() => at.break());
      return () => {
        those.delete(heard);
        if (those.size > 0 || channels.get(channel) !== those) return;
        channels.delete(channel);
        const now = pair;
        now?.subscriber.unsubscribe(channel).catch(() => now.break());
      };
    },
    onUp(did) {
      onUps.push(did);
      if (pair) did();
    },
    async close() {
      closing.abort();
      pair?.break();
      await going;
    },
  };
}

/** One connection that speaks and one that listens: a connection that is subscribed to something can do nothing else. */
class Pair {
  readonly publisher: RedisClient;
  readonly subscriber: RedisClient;
  readonly #end = Promise.withResolvers<void>();

  constructor(url: string) {
    // Bun's own way to connect again forgets what was subscribed to.
    const options = { autoReconnect: false, enableOfflineQueue: false, connectionTimeout: patienceMs, idleTimeout: 0 };
    this.publisher = new RedisClient(url, options);
    this.subscriber = new RedisClient(url, options);
    for (const client of [this.publisher, this.subscriber]) client.onclose = () => this.break();
  }

  async connect(): Promise<void> {
    await Promise.all([this.publisher.connect(), this.subscriber.connect()]);
  }

  break(): void {
    this.#end.resolve();
  }

  /** Settles when a connection has ended, or does not answer any more. */
  async broken(): Promise<void> {
    const beating = setInterval(() => {
      soon(Promise.all([this.publisher.ping(), this.subscriber.ping()])).catch(() => this.break());
    }, beatMs);
    await this.#end.promise;
    clearInterval(beating);
  }

  close(): void {
    this.publisher.close();
    this.subscriber.close();
  }
}

function isRedisUrl(url: string): boolean {
  return URL.canParse(url) && /^(redis|rediss|valkey|valkeys|redis\+tls|redis\+unix):$/.test(new URL(url).protocol);
}

async function soon<Result>(work: Promise<Result>): Promise<Result> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error("no answer in time")), patienceMs);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
