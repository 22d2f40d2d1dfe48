import { spawnSync } from "node:child_process";
import { basename, dirname } from "node:path";

/** True when the repository keeps this file, so that everybody who has the repository has it. */
export function isTracked(path: string): boolean {
  return git(path, ["ls-files", "--error-unmatch"]) === 0;
}

/** The exit code of a question to git about a file, asked in its folder. Undefined when git cannot be run. */
function git(path: string, argv: readonly string[]): number | undefined {
  const { status } = spawnSync("git", ["-C", dirname(path), ...argv, "--", basename(path)], { stdio: "ignore" });
  return status ?? undefined;
}
