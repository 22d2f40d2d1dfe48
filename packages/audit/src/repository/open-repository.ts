import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { diskFiles, type IgnoreRules, parseDockerignore } from "@slipway/core";
import { auditErrors } from "../errors.ts";
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
    read: (path) => readText(join(root, path)),
  };
}

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

/** The text of a regular file; undefined for what is no text or cannot be had: an audit goes on without it. */
function readText(path: string): string | undefined {
  try {
    const text = diskFiles.read(path);
    return text === undefined || text.length > largestText || text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}

/** The rules of a .gitignore: as those of a .dockerignore, but a pattern without a slash holds in every folder. */
export function ignoreRules(text: string): IgnoreRules {
  const lines = text.split("\n").map((line) => {
    const back = line.startsWith("!") ? "!" : "";
    const pattern = line.slice(back.length).trim();
    if (pattern === "" || pattern.startsWith("#")) return "";
    return pattern.slice(0, -1).includes("/") ? line : `${back}**/${pattern}`;
  });
  return parseDockerignore(lines.join("\n"));
}

function walk(root: string, rules: IgnoreRules | undefined): string[] {
  const found: string[] = [];
  const waiting = [""];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (outside.test(`${path}/`) || rules?.ignores(path)) continue;
      if (entry.isDirectory()) waiting.push(path);
      else if (entry.isFile() || entry.isSymbolicLink()) found.push(path);
    }
  }
  return found;
}
