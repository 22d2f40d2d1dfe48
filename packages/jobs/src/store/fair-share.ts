/** A tenant that may have ready jobs. */
export interface Lane {
  readonly tenant: string;
  /** Jobs of it that run. */
  readonly running: number;
  /** Lower is longer ago. */
  readonly turn: number;
}

/**
 * How many of the next jobs each tenant gets: always one more for the tenant with the fewest running, among equals for the one that was
 * served longest ago; so no tenant gets a second job while another waits for its first.
 */
export function fairShare(lanes: readonly Lane[], jobs: number): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  const waiting = [...lanes].sort((a, b) => a.running - b.running || a.turn - b.turn);
  let left = jobs;
  // Every round lifts the lowest tenants by one job; the next tenants join when the level has reached theirs.
  for (let level = waiting[0]?.running ?? 0, joined = 0; left > 0 && waiting.length > 0; level++) {
    while (joined < waiting.length && (waiting[joined] as Lane).running <= level) joined++;
    for (const { tenant } of waiting.slice(0, joined).sort((a, b) => a.turn - b.turn)) {
      if (left === 0) break;
      shares.set(tenant, (shares.get(tenant) ?? 0) + 1);
      left--;
    }
  }
  return shares;
}
