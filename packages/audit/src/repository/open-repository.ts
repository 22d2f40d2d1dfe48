import { spawnSync } from "node:child_process";
import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { diskFiles, type IgnoreRules } from "@slipway/core";
import { auditErrors } from "../errors.ts";
import { ignoreRules } from "./ignore-rules.ts";
import type { Repository } from "./repository.ts";

/** Larger files are data, not configuration. */
const largestText = 1024 * 1024;

/**
 * The repository in a folder. With git: what is tracked and what is neither tracked nor ignored (`git ls-files`). Without git, or
 * where git keeps nothing of the folder: a walk that obeys the .gitignore of the root and leaves out `node_modules` and the like.
 * Throws AUDIT_NO_FOLDER.
 */
export function openRepository(root: string): Repository {
  if (!diskFiles.isDirectory(root)) throw auditErrors.error("AUDIT_NO_FOLDER", { path: root });
  const others = gitPaths(root, ["--others", "--exclude-standard"]);
  const kept = gitPaths(root, ["--cached"]);
  const inGit = others !== undefined && kept !== undefined && kept.length + others.length > 0;
  const tracked = new Set(kept);
  const rules = inGit ? undefined : ignoreRules(diskFiles.read(join(root, ".gitignore")) ?? "");
  const listed = inGit ? [...tracked, ...others] : walk(root, rules);
  const ignored = new Map<string, boolean>();
  return {
    root,
    paths: listed.filter((path) => !outside.test(path)).sort(),
    isTracked: (path) => !inGit || tracked.has(path),
    ignores(path) {
      const known = ignored.get(path) ?? rules?.ignores(path) ?? gitIgnores(root, path);
      ignored.set(path, known);
      return known;
    },
    read: (path) => readText(root, join(root, path)),
  };
}

/** More files than this no repository has that people configure by hand. */
const mostPaths = 200_000;

/** Folders with other people's files, also when they are committed. */
const outside = /(?:^|\/)(?:node_modules|\.git|vendor\/bundle|\.venv|__pycache__)\//;

function gitPaths(root: string, options: readonly string[]): readonly string[] | undefined {
  const argv = ["-C", root, "ls-files", "-z", ...options];
  const { status, stdout } = spawnSync("git", argv, { encoding: "utf8", maxBuffer: 256 * 1024 * 1024 });
  return status === 0 ? stdout.split("\0").filter((path) => path !== "") : undefined;
}

function gitIgnores(root: string, path: string): boolean {
  return spawnSync("git", ["-C", root, "check-ignore", "-q", "--no-index", "--", path]).status === 0;
}

/** The text of a regular file; undefined for what is no text, cannot be had or lies outside: an audit goes on without it. */
function readText(root: string, path: string): string | undefined {
  try {
    if (lstatSync(path).isSymbolicLink() && !`${diskFiles.realPath(path)}/`.startsWith(`${diskFiles.realPath(root)}/`))
      return undefined;
    const text = diskFiles.read(path);
    return text === undefined || text.length > largestText || text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
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
