import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Machine } from "./machine.ts";
import type { CaseResult } from "./measure.ts";

/** One run, as it is kept in `results/`. */
export interface Results {
  readonly machine: Machine;
  readonly cases: readonly CaseResult[];
}

/** Writes a run to `results/<date>.json` and gives the path. */
export async function writeResults(results: Results): Promise<string> {
  const folder = join(import.meta.dir, "results");
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${results.machine.date.replaceAll(":", "").replace(" ", "T")}.json`);
  const lines = results.cases.map((one) => `    ${JSON.stringify(one)}`).join(",\n");
  await Bun.write(
    path,
    `{\n  "machine": ${JSON.stringify(results.machine, undefined, 2).replaceAll("\n", "\n  ")},\n  "cases": [\n${lines}\n  ]\n}\n`,
  );
  return path;
}

/** Reads a run that {@link writeResults} wrote. */
export async function readResults(path: string): Promise<Results> {
  return (await Bun.file(path).json()) as Results;
}
