/**
 * Throws changed projects at the loader: nothing may be thrown, nothing may take longer than a second.
 *
 *     npm run fuzz                                 ten minutes from a new seed
 *     npm run fuzz -- --minutes 1 --seed 1         one minute, the same inputs every time
 *     npm run fuzz -- --show 4711                  the input of one seed, and what becomes of it
 */
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { runCase } from "../packages/compose/src/testing/run-case.ts";
import { type FuzzResult, fuzzCase, fuzzOne } from "./fuzz/worker.ts";

/** How long an input may take. */
const limit = 1000;
/** When the loader counts as hanging. */
const patience = 10_000;

const { values: options } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
    show: { type: "string" },
  },
});
process.exit(
  options.show === undefined
    ? await fuzz(Number(options.seed), Number(options.minutes))
    : await show(Number(options.show)),
);

async function show(seed: number): Promise<number> {
  const one = fuzzCase(seed);
  for (const [name, text] of Object.entries(one.files)) console.log(`=== ${name}\n${text}`);
  console.log(await runCase(one));
  return 0;
}

/** One worker at a time; one that falls silent is ended and the next begins behind the input that it hangs on. */
async function fuzz(first: number, minutes: number): Promise<number> {
  const end = Date.now() + minutes * 60_000;
  const totals = { inputs: 0, loaded: 0, slowest: { seed: first, milliseconds: 0 } };
  const failures: string[] = [];
  let seed = first;
  while (Date.now() < end && failures.length < 20) {
    const reached = await runWorker(seed, end, async (result) => {
      totals.inputs++;
      if (result.loaded) totals.loaded++;
      if (result.milliseconds > totals.slowest.milliseconds) totals.slowest = result;
      if (result.thrown !== undefined) failures.push(`seed ${result.seed} threw: ${result.thrown}`);
      if (result.milliseconds > limit && (await isSlow(result.seed)))
        failures.push(`seed ${result.seed} took ${result.milliseconds} ms`);
    });
    if (reached.hangs) failures.push(`seed ${reached.next} does not end`);
    seed = reached.next + 1;
  }
  for (const failure of failures) console.log(failure);
  const { inputs, loaded, slowest } = totals;
  console.log(`${inputs} inputs from seed ${first} in ${minutes} min: ${failures.length} failures, ${loaded} loaded`);
  console.log(`slowest: ${slowest.milliseconds.toFixed(0)} ms (seed ${slowest.seed})`);
  return failures.length === 0 ? 0 : 1;
}

/** A busy machine makes everything slow once: only what is slow again is. */
async function isSlow(seed: number): Promise<boolean> {
  return (await fuzzOne(seed)).milliseconds > limit;
}

/** Runs inputs from `first` on until `end`, or until one does not come back. */
function runWorker(
  first: number,
  end: number,
  take: (result: FuzzResult) => Promise<void>,
): Promise<{ readonly next: number; readonly hangs: boolean }> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL("./fuzz/worker.ts", import.meta.url));
    let next = first;
    const stop = (hangs: boolean): void => {
      clearTimeout(timer);
      void worker.terminate();
      resolve({ next, hangs });
    };
    let timer = setTimeout(() => stop(true), patience);
    worker.on("message", async (data: FuzzResult) => {
      clearTimeout(timer);
      next = data.seed + 1;
      await take(data);
      if (Date.now() >= end) stop(false);
      else timer = setTimeout(() => stop(true), patience);
    });
    worker.on("error", () => stop(true));
    worker.postMessage(first);
  });
}
