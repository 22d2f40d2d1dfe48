import type { Finding } from "../finding.ts";
import { baselineOf, beyondBaseline } from "../select/baseline.ts";

/** What became of findings from one audit to the next. */
export interface FindingChanges {
  readonly added: readonly Finding[];
  readonly gone: readonly Finding[];
}

/** What is new and what is gone. Lines may move: a finding is known by its rule, its file and its sentence. */
export function findingChanges(before: readonly Finding[], now: readonly Finding[]): FindingChanges {
  return { added: beyondBaseline(now, baselineOf(before)), gone: beyondBaseline(before, baselineOf(now)) };
}
