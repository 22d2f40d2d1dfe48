import { spawnSync } from "node:child_process";
import { repositoryAt } from "./at-revision.ts";
import { changedSince } from "./changed-files.ts";
import type { Repository } from "./repository.ts";

/** A change of a repository. */
export interface Change {
  /** The files that differ, relative to the root. */
  readonly changed: ReadonlySet<string>;
  /** The repository without the change. */
  readonly before: Repository;
}

/** What changed since a revision; before its first commit everything is a change of a repository. Throws AUDIT_NO_REVISION. */
export function changeSince(repository: Repository, revision: string): Change {
  const { root } = repository;
  const git = (argv: readonly string[], input?: string) =>
    spawnSync("git", ["-C", root, ...argv], { encoding: "utf8", ...(input === undefined ? {} : { input }) });
  const isUnborn = revision === "HEAD" && git(["rev-parse", "--verify", "--quiet", "HEAD"]).status === 1;
  const base = isUnborn ? git(["hash-object", "-t", "tree", "--stdin"], "").stdout.trim() : revision;
  const changed = changedSince(root, base);
  return { changed, before: repositoryAt(repository, base, changed) };
}
