import { isSlipwayError } from "@slipway/core";
import type { Engine, EngineEvent } from "@slipway/engine";
import { labels } from "./names.ts";
import { subscription } from "./subscription.ts";

/** Tells when containers of a group end, from one subscription to the engine's events. */
export interface Exits {
  /** Settles when the container does not run any more, or is gone. Resolves once the end cannot be missed. */
  watch(id: string): Promise<Watch>;
  close(): void;
}

export interface Watch {
  readonly died: Promise<void>;
  /** Says that it has ended already. */
  tell(): void;
  /** Ends the watching; `died` then never settles. */
  forget(): void;
}

/**
 * Watches the containers of a group. The subscription stands before the first container is watched; when it is lost, what is watched is
 * looked at one by one as soon as there is a new one.
 */
export function watchExits(engine: Engine, group: string): Exits {
  const closed = new AbortController();
  const watched = new Map<string, () => void>();
  const subscribed = subscription(subscribe);

  const ended = (id: string): void => {
    watched.get(id)?.();
    watched.delete(id);
  };

  async function subscribe(): Promise<void> {
    const filters = { type: ["container"], event: ["die"], label: [`${labels.group}=${group}`] };
    const events = await engine.system.events({ signal: closed.signal, filters });
    void follow(events);
  }

  async function follow(events: AsyncIterable<EngineEvent>): Promise<void> {
    try {
      for await (const { Actor } of events) ended(Actor.ID);
    } catch (cause) {
      if (closed.signal.aborted) return;
      if (!isSlipwayError(cause)) throw cause;
    }
    subscribed.lost();
    if (!closed.signal.aborted) await resume();
  }

  /** Until the engine is back; then whoever ended meanwhile is told of. */
  async function resume(): Promise<void> {
    for (let pause = 50; !closed.signal.aborted; pause = Math.min(pause * 2, 5_000)) {
      try {
        await subscribed.stands();
        await Promise.all([...watched.keys()].map(look));
        return;
      } catch (cause) {
        if (!isSlipwayError(cause) && !closed.signal.aborted) throw cause;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  async function look(id: string): Promise<void> {
    const state = await stateOf(engine, id);
    if (state !== "created" && state !== "running" && state !== "paused") ended(id);
  }

  return {
    async watch(id) {
      await subscribed.stands();
      const { promise, resolve } = Promise.withResolvers<void>();
      watched.set(id, resolve);
      return { died: promise, tell: () => ended(id), forget: () => void watched.delete(id) };
    },
    close: () => closed.abort(),
  };
}

/** What state a container is in; undefined when it is gone. */
async function stateOf(engine: Engine, id: string): Promise<string | undefined> {
  try {
    return (await engine.containers.inspect(id)).State.Status;
  } catch (cause) {
    if (isSlipwayError(cause) && cause.code === "ENGINE_NO_SUCH_CONTAINER") return undefined;
    throw cause;
  }
}
