import type { Doorbell, Store } from "../store/store.ts";

/** Wakes those who wait for something to happen to jobs: one subscription to the store for all of them. */
export interface Bells {
  /** A bell for one job, from now on. */
  of(job: string): Bell;
  close(): Promise<void>;
}

/** Remembers that it rang while nobody waited, so that nothing is missed between a look and the wait. */
export interface Bell {
  /** Settles when it rang since the last wait, after `ms` milliseconds, or when the signal says so. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  end(): void;
}

/** The bells of a store. */
export async function openBells(store: Pick<Store, "listen">): Promise<Bells> {
  const rings = new Map<string, Set<() => void>>();
  const kinds: readonly Doorbell[] = ["queued", "canceled", "ended", "log"];
  const close = await store.listen(kinds, (_, job) => {
    // Without a name it may be any job.
    const those = job === "" ? [...rings.values()] : [rings.get(job) ?? []];
    for (const rung of those) for (const ring of rung) ring();
  });
  return {
    of(job) {
      let rang = false;
      let wake: (() => void) | undefined;
      const ring = (): void => {
        rang = true;
        wake?.();
      };
      const those = rings.get(job) ?? new Set();
      rings.set(job, those.add(ring));
      return {
        async wait(ms, signal) {
          if (!rang && !signal.aborted) {
            await new Promise<void>((resolve) => {
              const timer = setTimeout(resolve, ms);
              wake = () => {
                clearTimeout(timer);
                resolve();
              };
              signal.addEventListener("abort", wake);
            });
            if (wake) signal.removeEventListener("abort", wake);
            wake = undefined;
          }
          rang = false;
        },
        end() {
          those.delete(ring);
          if (those.size === 0 && rings.get(job) === those) rings.delete(job);
        },
      };
    },
    close,
  };
}
