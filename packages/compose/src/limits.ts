/**
 * Bounds that no real project reaches. They make a file that was written to do harm an error within a second, in little
 * memory. Nesting of YAML and the repetitions of aliases are bounded where files are parsed.
 */

/** Files that include one another in a row, and services that extend one another in a row. */
export const deepest = 100;

/** Includes of one load, counting a file that is included twice two times. */
export const mostIncludes = 2000;

/** Characters of all texts of a load after their variables were put in. */
export const longestTexts = 32 * 1024 * 1024;

/** Ports that the entries of one service may stand for. */
export const mostPorts = 100_000;

/** What one load has used up. */
export interface Spent {
  includes: number;
  expanded: number;
}
