import { spawnSync } from "node:child_process";
import { auditErrors } from "../errors.ts";
import { digest } from "./cache/cache.ts";
import { ignoresOf } from "./ignore-rules.ts";
import { outside } from "./open-repository.ts";
import type { Repository } from "./repository.ts";

/**
 * A repository as it was at a revision. `changed` are the paths that differ from it: only these are asked of git, the others are
 * as they are now. Throws AUDIT_NO_REVISION.
 */
export function repositoryAt(repository: Repository, revision: string, changed: ReadonlySet<string>): Repository {
  const then = textsAt(repository.root, revision, [...changed]);
  const now = repository.paths.filter((path) => !changed.has(path));
  const gone = [...then.keys()].filter((path) => !outside.test(path));
  const paths = [...now, ...gone].sort();
  const read = (path: string): string | undefined => (changed.has(path) ? then.get(path) : repository.read(path));
  return {
    ...repository,
    paths,
    isTracked: (path) => (changed.has(path) ? then.has(path) : repository.isTracked(path)),
    ignores: ignoresOf(paths, read),
    read,
    hash: (path) => (changed.has(path) ? digest(then.get(path) ?? "none") : repository.hash(path)),
  };
}

/** The texts of files at a revision; those that were not there, or are no text, are missing or undefined. */
function textsAt(root: string, revision: string, paths: readonly string[]): ReadonlyMap<string, string | undefined> {
  const asked = paths.filter((path) => !path.includes("\n"));
  const input = asked.map((path) => `${revision}:./${path}\n`).join("");
  const { status, stdout, stderr, error } = spawnSync("git", ["-C", root, "cat-file", "--batch"], {
    input,
    maxBuffer: 1024 * 1024 * 1024,
  });
  if (status !== 0) {
    const reason = error?.message ?? stderr.toString().trim().split("\n")[0] ?? "";
    throw auditErrors.error("AUDIT_NO_REVISION", { revision, reason });
  }
  const texts = new Map<string, string | undefined>();
  let at = 0;
  for (const path of asked) {
    const end = stdout.indexOf(10, at);
    const head = stdout.toString("utf8", at, end);
    at = end + 1;
    const size = / blob (\d+)$/.exec(head)?.[1];
    const other = / (?:tree|commit|tag) (\d+)$/.exec(head)?.[1];
    if (size !== undefined) {
      const text = stdout.toString("utf8", at, at + Number(size));
      texts.set(path, text.includes("\0") || text.length > 1024 * 1024 ? undefined : text);
    }
    const length = size ?? other;
    if (length !== undefined) at += Number(length) + 1;
  }
  return texts;
}
