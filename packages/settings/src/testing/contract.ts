import { Diagnostics, SourceText } from "@slipway/core";
import type { Candidate, Reading } from "../cascade/reading.ts";
import type { Contract, SourceName } from "../contract/contract.ts";
import { readContract } from "../contract/read-contract.ts";

/** For tests: the contract of a settings file that has no error. */
export async function contractOf(text: string): Promise<Contract> {
  const diagnostics = new Diagnostics();
  const contract = await readContract(new SourceText("/p/slipway.settings.yaml", text), diagnostics);
  if (!contract) throw new Error(diagnostics.all.map(({ message }) => message).join("\n"));
  return contract;
}

/** For tests: what a source said. */
export function readingOf(
  source: SourceName,
  values: Readonly<Record<string, string>>,
  more: Partial<Candidate> = {},
): Reading {
  const found = Object.entries(values).map(([key, value]) => ({ key, value, from: `the ${source}`, ...more }));
  return { source, label: `the ${source}`, found, failed: [] };
}
