/** Units that are looked at together. */
const gram = 4;

/** A text is looked at in steps of at most so many units. More would take longer to prepare than it saves. */
const widest = 4;

/**
 * Says whether any of some patterns stands in a text. Most of what a program prints holds no secret, and an automaton over all
 * forms of many secrets takes longer to build than the text takes to print.
 *
 * Of every pattern the groups of four units at its first places are kept in a hash table, as many places as the text is looked at in
 * steps: wherever a pattern stands, one of the steps falls on one of them. Source: Wu, Manber: "A fast algorithm for multi-pattern
 * searching", 1994.
 */
export function createPrefilter(patterns: readonly string[]): (text: string) => boolean {
  const shortest = patterns.reduce((least, { length }) => Math.min(least, length), Number.POSITIVE_INFINITY);
  if (shortest < gram) return () => true;
  const stride = Math.min(shortest - gram + 1, widest);
  // Entry n is the group at place n % stride of pattern n / stride; entries with the same hash are chained. 0 ends a chain.
  const heads = new Int32Array(65_536);
  const chain = new Int32Array(patterns.length * stride + 1);
  for (const [index, pattern] of patterns.entries()) {
    for (let place = 0; place < stride; place++) {
      const entry = index * stride + place + 1;
      const hash = hashAt(pattern, place);
      chain[entry] = heads[hash] as number;
      heads[hash] = entry;
    }
  }
  return (text) => {
    for (let at = 0; at + gram <= text.length; at += stride) {
      for (let entry = heads[hashAt(text, at)] as number; entry !== 0; entry = chain[entry] as number) {
        const place = (entry - 1) % stride;
        if (at >= place && text.startsWith(patterns[(entry - 1 - place) / stride] as string, at - place)) return true;
      }
    }
    return false;
  };
}

function hashAt(text: string, at: number): number {
  const one = text.charCodeAt(at) ^ (text.charCodeAt(at + 1) << 8);
  const two = text.charCodeAt(at + 2) ^ (text.charCodeAt(at + 3) << 8);
  return ((Math.imul(one, 0x9e3779b1) ^ Math.imul(two, 0x85ebca6b)) >>> 16) & 0xffff;
}
