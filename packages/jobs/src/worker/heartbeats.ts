import type { Claim, Heartbeat, Store } from "../store/store.ts";
import type { Logger } from "../telemetry/logger.ts";
import { failureFields, pause } from "./patience.ts";

export interface HeartbeatOptions {
  readonly store: Pick<Store, "heartbeat">;
  readonly worker: string;
  readonly log: Logger;
  /** What is held now. */
  readonly claims: () => readonly Claim[];
  /** Told of every answer, and when it was asked for by this machine's steady clock. */
  readonly onAnswer: (answer: Heartbeat, held: readonly Claim[], at: number) => void;
  /** Between two heartbeats, in milliseconds. */
  readonly every: () => number;
}

/** Prolongs leases again and again. */
export interface Heartbeats {
  /** One at once, besides the regular ones. */
  beat(): Promise<void>;
  end(): Promise<void>;
}

/** Starts the heartbeats of a worker. */
export function startHeartbeats({ store, worker, log, claims, onAnswer, every }: HeartbeatOptions): Heartbeats {
  const over = new AbortController();
  let beating: Promise<void> | undefined;
  const heartbeat = async (): Promise<void> => {
    const held = claims();
    if (held.length === 0) return;
    const at = performance.now();
    try {
      onAnswer(await store.heartbeat(worker, held), held, at);
    } catch (cause) {
      log("warn", "a heartbeat was not heard", failureFields(cause));
    }
  };
  const beat = (): Promise<void> => {
    beating ??= heartbeat().finally(() => {
      beating = undefined;
    });
    return beating;
  };
  const going = (async () => {
    while (!over.signal.aborted) {
      await pause(every(), over.signal);
      await beat();
    }
  })();
  return {
    beat,
    async end() {
      over.abort();
      await going;
    },
  };
}
