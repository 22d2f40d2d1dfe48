import type { Diagnostic } from "@slipway/core";

/**
 * Findings as a person reads files: those without a place first, then file by file, each from top to bottom. The files
 * are in the order in which `files` names them; others follow as they were found.
 */
export function orderFindings(found: readonly Diagnostic[], files: readonly string[]): readonly Diagnostic[] {
  const rank = new Map<string, number>();
  for (const file of [...files, ...found.flatMap(({ at }) => (at ? [at.file] : []))]) {
    if (!rank.has(file)) rank.set(file, rank.size);
  }
  const key = ({ at }: Diagnostic): [number, number, number] =>
    at ? [rank.get(at.file) ?? 0, at.line, at.column] : [-1, 0, 0];
  return found.toSorted((one, other) => {
    const [a, b] = [key(one), key(other)];
    return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
  });
}
