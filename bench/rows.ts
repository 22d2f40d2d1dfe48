import type { CaseResult, Series } from "./measure.ts";
import { type Spread, spread } from "./statistics.ts";

/** One step of one case, all sides side by side: medians, times in milliseconds. */
export interface Row {
  readonly name: string;
  readonly rounds: number;
  readonly ours: Cost;
  readonly peer: Cost;
  readonly typed?: Cost;
  readonly bounds: readonly Cost[];
}

export interface Cost {
  readonly side: string;
  readonly wall: Spread;
  readonly cpu: number;
  /** MB; absent when it could not be told, see `Sample.rss`. */
  readonly megabytes: number | undefined;
}

/** What the number in a case's name counts; services where nothing stands. */
const counts: Readonly<Record<string, string>> = { "includes-": "include", "settings-": "setting", "audit-": "file" };

/** A row for every step that ours and the peer have both done. */
export function rowsOf(result: CaseResult): readonly Row[] {
  const of = (step: string, role: Series["role"]): readonly Cost[] =>
    result.series.filter((series) => series.step === step && series.role === role).map(costOf);
  return [...new Set(result.series.map(({ step }) => step))].flatMap((step): Row[] => {
    const [ours] = of(step, "ours");
    const [peer] = of(step, "peer");
    if (!ours || !peer) return [];
    const [typed] = of(step, "typed");
    const [, subject = "", size = ""] = /^(\D*)(\d*)$/.exec(result.name) ?? [];
    const counted = `${size} ${counts[subject] ?? "service"}${size === "1" ? "" : "s"}`;
    const name = size === "" ? step : `${step}, ${counted}${subject === "chain-" ? " in a chain" : ""}`;
    return [{ name, rounds: result.rounds, ours, peer, ...(typed ? { typed } : {}), bounds: of(step, "bound") }];
  });
}

function costOf({ side, samples }: Series): Cost {
  const sizes = samples.flatMap(({ rss }) => (rss === undefined ? [] : [rss / 1e6]));
  return {
    side,
    wall: spread(samples.map(({ wall }) => wall)),
    cpu: spread(samples.map(({ cpu }) => cpu)).median,
    megabytes: sizes.length < samples.length ? undefined : spread(sizes).median,
  };
}
