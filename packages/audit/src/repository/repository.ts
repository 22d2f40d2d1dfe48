import type { Files } from "@slipway/core";
import type { Cache } from "./cache/cache.ts";

/** The files of a repository that an audit may look at: what people who clone it get, and what is not yet added. */
export interface Repository {
  /** Absolute. */
  readonly root: string;
  /** Relative to the root, with `/`, sorted. Ignored files are not among them. */
  readonly paths: readonly string[];
  /** True when git keeps the file; without git, of every path. */
  isTracked(path: string): boolean;
  /** True when an ignore rule keeps the path out, whether or not it exists. */
  ignores(path: string): boolean;
  /** The text of one of the paths; undefined when it is no text, cannot be read or is larger than 1 MB. */
  read(path: string): string | undefined;
  /** A word that changes with what is in one of the paths. */
  hash(path: string): string;
  /** What earlier audits found out, when it may be used. */
  readonly cache?: Cache;
  /** Keeps what is known of the files for the next audit. */
  keep(): void;
}

/**
 * The repository as a disk on which nothing else lies: ignored files do not exist, so the answer is everybody's. `standIn` gives
 * the text of a file that is not there, for those that everybody makes for himself.
 */
export function repositoryFiles(
  { root, paths, read }: Pick<Repository, "root" | "paths" | "read">,
  folders: ReadonlySet<string>,
  standIn: (path: string) => string | undefined,
): Files {
  const known = new Set(paths);
  const inside = (path: string): string | undefined => {
    if (path === root) return "";
    return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : undefined;
  };
  const isDirectory = (path: string): boolean => folders.has(inside(path) ?? "/");
  return {
    read(path) {
      const own = inside(path);
      if (own === undefined) return undefined;
      return known.has(own) ? read(own) : standIn(own);
    },
    exists: (path) => known.has(inside(path) ?? "/") || isDirectory(path),
    isDirectory,
    names(directory) {
      const own = inside(directory);
      if (own === undefined) return [];
      const start = own === "" ? "" : `${own}/`;
      const below = paths.filter((path) => path.startsWith(start));
      return [...new Set(below.map((path) => path.slice(start.length).split("/")[0] ?? ""))];
    },
    realPath: (path) => path,
    readStdin: () => "",
    home: "/nonexistent",
  };
}

/** Every folder above the paths, with the root as the empty text. */
export function foldersOf(paths: readonly string[]): ReadonlySet<string> {
  const folders = new Set<string>([""]);
  for (const path of paths) {
    for (let cut = path.lastIndexOf("/"); cut > 0; cut = path.lastIndexOf("/", cut - 1)) {
      const folder = path.slice(0, cut);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
}
