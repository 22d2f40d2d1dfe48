/** The middle of some numbers, between which two the middle half of them lies, and below which 95 of 100 are. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly p95: number;
}

/** All of them by linear interpolation; of nothing they are NaN. */
export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => quantile(sorted, share);
  return { median: at(0.5), low: at(0.25), high: at(0.75), p95: at(0.95) };
}

function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}
