/** A set of patterns, ready to be looked for in one pass. Units are bytes or UTF-16 units. */
export interface Automaton {
  /**
   * Goes on from a state over a chunk and gives the state behind it; 0 is the state in which nothing has begun. `ended` is told the
   * offset behind every place in the chunk where patterns end, with the length of the longest.
   */
  scan(state: number, chunk: string | Uint8Array, ended: (end: number, length: number) => void): number;
  /** How many of the last units may be the beginning of a pattern that has not ended. */
  pending(state: number): number;
}

/**
 * Builds the automaton of some patterns. A text of n units is searched in n steps, however many patterns there are.
 * Source: Aho, Corasick: "Efficient string matching: an aid to bibliographic search", 1975.
 */
export function createAutomaton(patterns: readonly ArrayLike<number>[]): Automaton {
  const most = patterns.reduce((sum, { length }) => sum + length, 1);
  // Children are lists of siblings: deep in a pattern a state has one child, and a table for each would fill the memory.
  const units = new Uint16Array(most);
  const child = new Int32Array(most);
  const sibling = new Int32Array(most);
  const fail = new Int32Array(most);
  const depths = new Int32Array(most);
  const pending = new Int32Array(most);
  const ends = new Int32Array(most);
  const roots = new Int32Array(65_536);
  const firsts: number[] = [];
  let count = 1;

  const step = (state: number, unit: number): number => {
    if (state === 0) return roots[unit] as number;
    let at = child[state] as number;
    while (at !== 0 && units[at] !== unit) at = sibling[at] as number;
    return at;
  };
  for (const pattern of patterns) {
    let state = 0;
    for (let index = 0; index < pattern.length; index++) {
      const unit = pattern[index] as number;
      let found = step(state, unit);
      if (found === 0) {
        found = count++;
        units[found] = unit;
        depths[found] = (depths[state] as number) + 1;
        if (state === 0) {
          roots[unit] = found;
          firsts.push(found);
        } else {
          sibling[found] = child[state] as number;
          child[state] = found;
        }
      }
      state = found;
    }
    ends[state] = depths[state] as number;
  }
  link();

  return {
    scan(state, chunk, ended) {
      let at = state;
      for (let index = 0; index < chunk.length; index++) {
        const unit = typeof chunk === "string" ? chunk.charCodeAt(index) : (chunk[index] as number);
        let found = step(at, unit);
        while (found === 0 && at !== 0) {
          at = fail[at] as number;
          found = step(at, unit);
        }
        at = found;
        if (ends[at] !== 0) ended(index + 1, ends[at] as number);
      }
      return at;
    },
    pending: (state) => pending[state] as number,
  };

  /** Where the search goes on when a state has no fitting child: the longest end of what was seen that begins a pattern. */
  function link(): void {
    const queue = [...firsts];
    for (const root of firsts) pending[root] = child[root] === 0 ? 0 : 1;
    for (let index = 0; index < queue.length; index++) {
      const state = queue[index] as number;
      for (let at = child[state] as number; at !== 0; at = sibling[at] as number) {
        queue.push(at);
        const unit = units[at] as number;
        let other = fail[state] as number;
        while (other !== 0 && step(other, unit) === 0) other = fail[other] as number;
        fail[at] = step(other, unit);
        // A shorter pattern may end where a longer one is still being seen.
        if (ends[at] === 0) ends[at] = ends[fail[at] as number] as number;
        // Where nothing can follow, only a shorter beginning is still open.
        pending[at] = (child[at] === 0 ? pending[fail[at] as number] : depths[at]) as number;
      }
    }
  }
}
