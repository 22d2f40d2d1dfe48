import type { Engine, EngineEvent } from "@slipway/engine";
import { containersOf } from "../labels.ts";

/** Follows the containers of a project through the engine's events, so that nothing has to be asked again and again. */
export interface Watcher {
  /**
   * Calls `look` now and again after every event of the container, until it gives a value. Only one call of `look` is
   * under way at a time; an event that comes meanwhile causes one more.
   */
  until<T>(containerId: string, look: Look<T>, signal: AbortSignal): Promise<T>;
  close(): void;
}

/** Looks at a container. What depends on time can ask to be called once more after so many milliseconds; the last such wish counts. */
export type Look<T> = (lookAgainIn: (ms: number) => void) => Promise<T | undefined>;

/** Events that can change what a wait sees. Probes themselves (`exec_start`, …) would only make noise. */
const telling = /^(start|die|stop|restart|destroy|pause|unpause|health_status)/;

/** Subscribes to the events of a project's containers; the promise resolves once nothing can be missed any more. */
export async function watchProject(engine: Engine, projectName: string, signal: AbortSignal): Promise<Watcher> {
  const closing = new AbortController();
  const subscription = AbortSignal.any([closing.signal, signal]);
  const listeners = new Map<string, Set<() => void>>();
  let failure: unknown;
  const ring = (listening: Iterable<() => void>): void => {
    for (const listener of [...listening]) listener();
  };
  const events = await engine.system.events({
    signal: subscription,
    filters: { type: ["container"], label: containersOf(projectName) },
  });
  const read = async (source: AsyncIterable<EngineEvent>): Promise<void> => {
    try {
      for await (const event of source) {
        if (telling.test(event.Action)) ring(listeners.get(event.Actor.ID) ?? []);
      }
    } catch (cause) {
      if (!subscription.aborted) failure = cause;
    } finally {
      // Whoever still waits looks once more, and fails when the engine is gone.
      for (const listening of listeners.values()) ring(listening);
    }
  };
  void read(events);
  return {
    async until(containerId, look, waitSignal) {
      const listening = listeners.get(containerId) ?? new Set();
      listeners.set(containerId, listening);
      let wake: () => void = () => {};
      let rung = false;
      const listener = (): void => {
        rung = true;
        wake();
      };
      let timer: NodeJS.Timeout | undefined;
      const lookAgainIn = (ms: number): void => {
        clearTimeout(timer);
        timer = setTimeout(listener, ms);
      };
      listening.add(listener);
      waitSignal.addEventListener("abort", listener, { once: true });
      try {
        for (;;) {
          waitSignal.throwIfAborted();
          rung = false;
          const found = await look(lookAgainIn);
          if (found !== undefined) return found;
          if (failure !== undefined) throw failure;
          if (rung) continue;
          await new Promise<void>((resolve) => {
            wake = resolve;
            if (rung) resolve();
          });
        }
      } finally {
        clearTimeout(timer);
        listening.delete(listener);
        waitSignal.removeEventListener("abort", listener);
      }
    },
    close: () => closing.abort(),
  };
}
