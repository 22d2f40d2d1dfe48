import { spawnSync } from "node:child_process";
import { auditErrors } from "../errors.ts";

/** The files that differ from a revision, and those that git does not keep yet; relative to the folder. Throws AUDIT_NO_REVISION. */
export function changedSince(root: string, revision: string): ReadonlySet<string> {
  const git = (...argv: readonly string[]): readonly string[] => {
    const { status, stdout, stderr, error } = spawnSync("git", ["-C", root, ...argv], {
      encoding: "utf8",
      maxBuffer: 256 * 1024 * 1024,
    });
    if (status === 0) return stdout.split("\0").filter((path) => path !== "");
    const reason = error?.message ?? stderr.trim().split("\n")[0] ?? "";
    throw auditErrors.error("AUDIT_NO_REVISION", { revision, reason });
  };
  const changed = git(
    "diff",
    "--name-only",
    "--no-renames",
    "--relative",
    "-z",
    "--end-of-options",
    revision,
    "--",
    ".",
  );
  return new Set([...changed, ...git("ls-files", "--others", "--exclude-standard", "-z")]);
}
