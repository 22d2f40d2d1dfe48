import { type Cache, digest } from "../repository/cache/cache.ts";
import { runTrials } from "./run-trials.ts";
import type { Trial, TrialResult } from "./trial.ts";

/** So many results are kept of one repository: of what it is now, and of what it was lately. */
const most = 100;

/**
 * The results of trials, in their order. A trial whose SQL did not change is not run again: it takes seconds. What was interrupted is
 * not kept.
 */
export async function keptTrials(
  trials: readonly Trial[],
  cache: Cache | undefined,
  run: (trials: readonly Trial[]) => Promise<readonly TrialResult[]> = runTrials,
): Promise<readonly TrialResult[]> {
  const kept = new Map((cache?.read("trials") as readonly (readonly [string, TrialResult])[] | undefined) ?? []);
  const keys = new Map(trials.map((trial) => [trial.id, digest(JSON.stringify(trial))]));
  const keyOf = ({ id }: Pick<Trial, "id">): string => keys.get(id) ?? "";
  const unknown = trials.filter((trial) => !kept.has(keyOf(trial)));
  const results = new Map(unknown.length === 0 ? [] : (await run(unknown)).map((result) => [keyOf(result), result]));
  const worth = [...results].filter(([, result]) => !(result.state === "unknown" && result.interrupted));
  if (worth.length > 0) cache?.write("trials", [...kept, ...worth].slice(-most));
  return trials.flatMap((trial) => results.get(keyOf(trial)) ?? kept.get(keyOf(trial)) ?? []);
}
