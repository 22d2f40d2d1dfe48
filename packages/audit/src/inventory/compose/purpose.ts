import type { Purpose } from "./stack.ts";

const words: readonly (readonly [RegExp, Purpose])[] = [
  [/(?:^|[^a-z])(?:prod|production|live)(?:[^a-z]|$)/i, "production"],
  [/(?:^|[^a-z])(?:stag|stage|staging|preprod|uat)(?:[^a-z]|$)/i, "staging"],
  [/(?:^|[^a-z])(?:tests?|testing|e2e|ci|integration|playwright|cypress)(?:[^a-z]|$)/i, "test"],
  [/(?:^|[^a-z])(?:dev|devel|development|local|override|debug|devcontainer)(?:[^a-z]|$)/i, "development"],
];

/** The purpose that the names of the files, and of the folders they lie in, speak of; the last file says most. */
export function purposeOf(files: readonly string[]): Purpose {
  for (const file of files.toReversed()) {
    for (const part of file.split("/").toReversed()) {
      const found = words.find(([pattern]) => pattern.test(part));
      if (found) return found[1];
    }
  }
  return "default";
}
