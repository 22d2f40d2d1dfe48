import type { Place } from "../../finding.ts";
import { folderOf, isTest } from "../paths.ts";
import { codeSets } from "./code-sets.ts";
import { folderSets } from "./folder-sets.ts";
import type { MigrationSet } from "./migration.ts";
import { sqlSets } from "./sql-sets.ts";

/** What finding migrations takes from the rest of the inventory. */
export interface MigrationSurroundings {
  /** Folder → the paths of the files right in it, sorted. */
  readonly folders: ReadonlyMap<string, readonly string[]>;
  text(path: string): string | undefined;
  place(path: string, offset: number): Place;
  has(path: string): boolean;
}

/** Every set of migrations of a repository. Those that tests keep for themselves are left out. */
export function findMigrations(
  paths: readonly string[],
  around: Omit<MigrationSurroundings, "folders">,
): readonly MigrationSet[] {
  const own = paths.filter((path) => !isTest(path) && /\.(?:sql|[cm]?[jt]s|py|rb)$|_journal\.json$/.test(path));
  const { text, place, has } = around;
  const all = { text, place, has, folders: Map.groupBy(own, folderOf) };
  return [...folderSets(all), ...sqlSets(all), ...codeSets(all)].toSorted((a, b) => (a.folder < b.folder ? -1 : 1));
}
