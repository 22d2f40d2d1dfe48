import type { VaultFailure } from "./client.ts";
import type { VaultLease } from "./provider.ts";
import type { VaultSession } from "./session.ts";

export interface KeepAliveOptions {
  /** Milliseconds for one renewal. */
  readonly timeout: number;
  /** Told when what was read is over or is about to be, so that all of it is read anew. */
  readonly onStale: (why: string) => void;
  /** Told of a renewal that failed; it is tried again. */
  readonly onFailure: (failure: VaultFailure) => void;
  /** Calls back once after so many milliseconds; gives what calls it off. Timers of the runtime without it. */
  readonly after?: (ms: number, act: () => void) => () => void;
}

/** Keeps the token and the leases of a session alive. */
export interface KeepAlive {
  /** Watches over a lease; given to the provider as `onLease`. */
  watch(lease: VaultLease): void;
  /** Begins with the token. */
  start(signal?: AbortSignal): Promise<void>;
  /** The leases that it watches over. */
  leases(): readonly string[];
  /** Forgets leases: what hung on them was read anew. */
  forget(leases: Iterable<string>): void;
  stop(): void;
}

/** The name of the token's timer; leases go by their id, which is a path. */
const tokenTimer = "";

/** The part of its life after which something is renewed, and by how much of it that is spread, so that not all come at once. */
const renewAt = 2 / 3;
const spread = 1 / 12;
/** After a failure of the connection it is tried again after this part of what is left. */
const again = 1 / 4;

/**
 * Renews the token and every lease after two thirds of their time. When a token cannot be prolonged a new login is made, and as
 * all leases of the old token end with it, everything is read anew; so it is when a lease cannot be prolonged, or only by less
 * than half.
 * Source: Vault documentation, "Lease, renew, and revoke".
 */
export function keepAlive(
  session: VaultSession,
  { timeout, onStale, onFailure, after = usual }: KeepAliveOptions,
): KeepAlive {
  const timers = new Map<string, () => void>();
  let stopped = false;
  const plan = (name: string, ms: number, act: () => Promise<void>): void => {
    timers.get(name)?.();
    if (stopped) return;
    timers.set(
      name,
      after(Math.max(ms, 1), () => {
        timers.delete(name);
        void act();
      }),
    );
  };
  const due = (life: number): number => life * (renewAt - Math.random() * spread);

  const watchToken = async (): Promise<void> => {
    const token = await session.token(AbortSignal.timeout(timeout));
    if (!("token" in token)) onFailure(token);
    else if (token.lifetime !== undefined) plan(tokenTimer, due(token.lifetime), () => renewToken(token.lifetime ?? 0));
  };
  const renewToken = async (life: number): Promise<void> => {
    const renewed = await session.renew(AbortSignal.timeout(timeout));
    if (typeof renewed !== "boolean") {
      onFailure(renewed);
      plan(tokenTimer, life * (1 - renewAt) * again, () => renewToken(life));
      return;
    }
    if (renewed) onStale("there is a new token, and what hung on the old one has ended");
    await watchToken();
  };
  const renewLease = async (lease: VaultLease, until: number): Promise<void> => {
    const answer = await session.call({
      method: "POST",
      path: "sys/leases/renew",
      body: { lease_id: lease.id, increment: Math.round(lease.duration / 1000) },
      signal: AbortSignal.timeout(timeout),
    });
    const granted = answer.kind === "body" ? Number(answer.body["lease_duration"]) * 1000 : 0;
    if (granted >= lease.duration / 2) {
      plan(lease.id, due(granted), () => renewLease(lease, Date.now() + granted));
      return;
    }
    const left = until - Date.now();
    const passing = answer.kind === "failure" && !["denied", "rejected"].includes(answer.failure.reason);
    if (passing) onFailure(answer.failure);
    if (passing && left > 1000) plan(lease.id, left * again, () => renewLease(lease, until));
    else onStale("a lease cannot be prolonged any more");
  };

  return {
    watch(lease) {
      const until = Date.now() + lease.duration;
      const act = lease.renewable
        ? () => renewLease(lease, until)
        : async () => onStale("a lease that cannot be prolonged is about to end");
      plan(lease.id, due(lease.duration), act);
    },
    start: watchToken,
    leases: () => [...timers.keys()].filter((name) => name !== tokenTimer),
    forget(leases) {
      for (const lease of leases) {
        timers.get(lease)?.();
        timers.delete(lease);
      }
    },
    stop() {
      stopped = true;
      for (const callOff of timers.values()) callOff();
      timers.clear();
    },
  };
}

function usual(ms: number, act: () => void): () => void {
  const timer = setTimeout(act, ms);
  return () => clearTimeout(timer);
}
