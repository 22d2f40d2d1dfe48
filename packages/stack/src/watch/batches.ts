import { setTimeout } from "node:timers/promises";

/** How long, in milliseconds, nothing may happen before a batch is complete, and how long one that never rests is held back. */
export interface Pace {
  readonly quiet: number;
  readonly longest: number;
}

/**
 * Puts what comes close together into one batch. What comes while a batch is being worked on makes up the next one, however
 * much it is: slow work is done once for all of it.
 */
export async function* batches<T>(source: AsyncIterable<T>, { quiet, longest }: Pace): AsyncGenerator<Set<T>, void> {
  let batch = new Set<T>();
  let wake = Promise.withResolvers<void>();
  let last = 0;
  let over = false;
  const collect = async (): Promise<void> => {
    for await (const item of source) {
      batch.add(item);
      last = performance.now();
      wake.resolve();
    }
  };
  const collected = collect().finally(() => {
    over = true;
    wake.resolve();
  });
  // Awaited below, when what came before is through.
  collected.catch(() => undefined);
  for (;;) {
    await wake.promise;
    const first = performance.now();
    while (!over) {
      const rest = Math.min(last + quiet, first + longest) - performance.now();
      if (rest <= 0) break;
      await Promise.race([setTimeout(rest), collected.catch(() => undefined)]);
    }
    const ready = batch;
    batch = new Set();
    wake = over ? wake : Promise.withResolvers<void>();
    if (ready.size > 0) yield ready;
    else if (over) return collected;
  }
}
