/** Longer names are no slips of the pen, and their distances cost too much. */
const longest = 64;
/** Names that are looked at; of more than that only the first ones. */
const most = 1000;

/**
 * The name out of `known` that a person most likely meant by `given`, or undefined when none is near.
 * Distance counts insertions, deletions, substitutions and swaps of neighbours (optimal string alignment); a name is
 * near when at most a third of its letters (of a short name: one), and at most three, differ. One letter is near to nothing,
 * and so is a name of more than 64 letters; of more than 1,000 known names the first ones are looked at.
 */
export function nearest(given: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  let left = given.length <= longest ? most : 0;
  for (const name of known) {
    if (left-- <= 0) break;
    if (Math.min(name.length, given.length) < 2) continue;
    const limit = Math.min(3, Math.max(1, Math.floor(Math.max(name.length, given.length) / 3)));
    if (Math.abs(name.length - given.length) > limit) continue;
    const found = editDistance(given.toLowerCase(), name.toLowerCase());
    if (found <= limit && found < bestDistance) {
      best = name;
      bestDistance = found;
    }
  }
  return best;
}

/** Edits between two texts: letters put in, taken out or changed, and neighbours that changed places. */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        (above[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
      }
      current.push(cost);
    }
    before = above;
    above = current;
  }
  return above[b.length] ?? 0;
}

/** `did you mean "x"?` for a hint, or undefined when no known name is near. */
export function didYouMean(given: string, known: Iterable<string>): string | undefined {
  const name = nearest(given, known);
  return name === undefined ? undefined : `did you mean "${name}"?`;
}
