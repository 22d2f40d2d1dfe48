import { expect, test } from "bun:test";
import { memoryCache } from "../repository/cache/cache.ts";
import { keptTrials } from "./kept-trials.ts";
import type { Trial, TrialResult } from "./trial.ts";

const trial = (id: string, statement: string): Trial => ({
  id,
  engine: "sqlite",
  steps: [[statement]],
  withRows: false,
});

/** Runs nothing; tells what it was asked. */
function recorder(result: (trial: Trial) => TrialResult) {
  const asked: string[] = [];
  return {
    asked,
    run: async (trials: readonly Trial[]): Promise<readonly TrialResult[]> => {
      asked.push(...trials.map(({ id }) => id));
      return trials.map(result);
    },
  };
}

const applied = ({ id }: Trial): TrialResult => ({ id, state: "applied", catalog: { tables: [] } });

test("a trial is run again only when its SQL changed, and results keep the order of the trials", async () => {
  const cache = memoryCache();
  const { asked, run } = recorder(applied);
  await keptTrials([trial("a", "select 1"), trial("b", "select 2")], cache, run);
  const results = await keptTrials([trial("b", "select 3"), trial("a", "select 1")], cache, run);
  expect(asked).toEqual(["a", "b", "b"]);
  expect(results.map(({ id }) => id)).toEqual(["b", "a"]);
});

test("a trial that was interrupted is run again, and without a cache every one is", async () => {
  const cache = memoryCache();
  const { asked, run } = recorder(({ id }) => ({ id, state: "unknown", reason: "too long", interrupted: true }));
  for (const kept of [cache, cache, undefined]) await keptTrials([trial("a", "select 1")], kept, run);
  expect(asked).toEqual(["a", "a", "a"]);
});
