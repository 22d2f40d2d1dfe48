/** Chance that can be repeated: the same seed gives the same numbers. Source: mulberry32, public domain. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 to below `limit`. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  /** True in `percent` of 100 cases. */
  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }

  /** From `least` to `most` different items, in their order. */
  some<Item>(items: readonly Item[], least = 1, most = items.length): Item[] {
    const wanted = least + this.below(Math.min(most, items.length) - least + 1);
    const left = [...items];
    while (left.length > wanted) left.splice(this.below(left.length), 1);
    return left;
  }
}
