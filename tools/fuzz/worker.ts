import { parentPort } from "node:worker_threads";
import type { ConformanceCase } from "../../packages/compose/src/testing/conformance-case.ts";
import { readCases } from "../../packages/compose/src/testing/read-cases.ts";
import { runCase } from "../../packages/compose/src/testing/run-case.ts";
import { Random } from "../oracle/random.ts";
import { randomProject } from "../oracle/random-project.ts";
import { mutateStructure, mutateText } from "./mutate.ts";

export type FuzzCase = Pick<ConformanceCase, "files" | "env" | "run" | "cwd">;

const seeds: readonly FuzzCase[] = readCases();

/** The input of a seed: a case (or a project made by chance) with one or two of its files changed. */
export function fuzzCase(seed: number): FuzzCase {
  const random = new Random(seed * 48271 + 11);
  const base = random.chance(30) ? randomProject(seed) : random.pick(seeds);
  const files = { ...base.files };
  for (const name of random.some(Object.keys(files), 1, 2)) {
    const text = files[name] ?? "";
    files[name] = (random.chance(50) ? mutateStructure(text, random) : undefined) ?? mutateText(text, random);
  }
  return { files, env: base.env, run: base.run, cwd: base.cwd };
}

/** What a run over one input gave. */
export interface FuzzResult {
  readonly seed: number;
  readonly milliseconds: number;
  readonly loaded: boolean;
  /** What was thrown; nothing may be. */
  readonly thrown?: string;
}

/** Runs one input: a project or findings must come back, never an exception. */
export async function fuzzOne(seed: number): Promise<FuzzResult> {
  const one = fuzzCase(seed);
  const start = performance.now();
  try {
    const { printed, refused } = await runCase(one);
    const milliseconds = performance.now() - start;
    if (printed === undefined && !refused)
      return { seed, milliseconds, loaded: false, thrown: "refused without an error" };
    return { seed, milliseconds, loaded: printed !== undefined };
  } catch (error) {
    const thrown = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { seed, milliseconds: performance.now() - start, loaded: false, thrown };
  }
}

parentPort?.on("message", async (first: number) => {
  for (let seed = first; ; seed++) parentPort?.postMessage(await fuzzOne(seed));
});
