import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { diskFiles, type IgnoreRules } from "@slipway/core";
import { auditErrors } from "../errors.ts";
import type { Cache } from "./cache/cache.ts";
import { readFiles } from "./cache/read-files.ts";
import { ignoreRules, ignoresOf } from "./ignore-rules.ts";
import type { Repository } from "./repository.ts";

/**
 * The repository in a folder. With git: what is tracked and what is neither tracked nor ignored (`git ls-files`). Without git, or
 * where git keeps nothing of the folder: a walk that obeys the .gitignore of the root and leaves out `node_modules` and the like.
 * With a cache, files that were not touched since are not read to tell whether they changed. Throws AUDIT_NO_FOLDER.
 */
export function openRepository(root: string, cache?: Cache): Repository {
  if (!diskFiles.isDirectory(root)) throw auditErrors.error("AUDIT_NO_FOLDER", { path: root });
  const files = readFiles(root, cache);
  const git = gitPaths(root);
  const tracked = git?.tracked;
  const listed = git ? [...git.tracked, ...git.others] : walk(root, ignoreRules(files.text(".gitignore") ?? ""));
  const paths = listed.filter((path) => !outside.test(path)).sort();
  return {
    root,
    paths,
    isTracked: (path) => tracked?.has(path) ?? true,
    ignores: ignoresOf(paths, files.text),
    read: files.text,
    hash: files.hash,
    ...(cache === undefined ? {} : { cache }),
    keep: files.keep,
  };
}

/** More files than this no repository has that people configure by hand. */
const mostPaths = 200_000;

/** Folders with other people's files, also when they are committed. */
export const outside = /(?:^|\/)(?:node_modules|\.git|vendor\/bundle|\.venv|__pycache__)\//;

/** True for a folder, relative to the root, in which files of a repository may lie: git does not ignore it, and it is no other people's. */
export function entersFolder({ ignores }: Pick<Repository, "ignores">, folder: string): boolean {
  return folder === "" || !(outside.test(`${folder}/`) || ignores(`${folder}/file`));
}

interface GitPaths {
  readonly tracked: ReadonlySet<string>;
  /** Neither tracked nor ignored. */
  readonly others: readonly string[];
}

/** What git knows of a folder, without files that were deleted; undefined without git, or where it keeps nothing. */
function gitPaths(root: string): GitPaths | undefined {
  const argv = ["-C", root, "ls-files", "-z", "-t", "--cached", "--deleted", "--others", "--exclude-standard"];
  const { status, stdout } = spawnSync("git", argv, { encoding: "utf8", maxBuffer: 256 * 1024 * 1024 });
  if (status !== 0 || stdout === "") return undefined;
  const byTag = Map.groupBy(stdout.split("\0"), (line) => line.slice(0, 1));
  const named = (tag: string): string[] => (byTag.get(tag) ?? []).map((line) => line.slice(2));
  const deleted = new Set(named("R"));
  const kept = ["H", "S", "M", "C", "K"].flatMap(named).filter((path) => !deleted.has(path));
  // A repository within the repository is told with a slash at its end.
  return { tracked: new Set(kept), others: named("?").filter((path) => !path.endsWith("/")) };
}

function walk(root: string, rules: IgnoreRules | undefined): string[] {
  const found: string[] = [];
  const waiting = [""];
  for (let folder = waiting.pop(); folder !== undefined && found.length < mostPaths; folder = waiting.pop()) {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (outside.test(`${path}/`) || rules?.ignores(path)) continue;
      if (entry.isDirectory()) waiting.push(path);
      else if (entry.isFile() || entry.isSymbolicLink()) found.push(path);
    }
  }
  return found;
}
