import { basename, dirname } from "node:path";

/** What git says of a file; `none` where there is no git or no repository. */
export interface GitState {
  readonly repository: boolean;
  readonly tracked: boolean;
  readonly ignored: boolean;
}

/** True when the repository keeps this file, so that everybody who has the repository has it. */
export function isTracked(path: string): boolean {
  return git(path, ["ls-files", "--error-unmatch"]) === 0;
}

/** Whether the file is kept, and whether an ignore rule keeps it out. */
export function gitStateOf(path: string): GitState {
  const tracked = isTracked(path);
  const ignored = git(path, ["check-ignore", "-q", "--no-index"]);
  return { repository: tracked || ignored === 0 || ignored === 1, tracked, ignored: ignored === 0 };
}

/** The exit code of a question to git about a file, asked in its folder. Undefined when git cannot be run. */
function git(path: string, argv: readonly string[]): number | undefined {
  // Loaded where it is used: most commands ask git nothing.
  const { spawnSync } = process.getBuiltinModule("node:child_process");
  const { status } = spawnSync("git", ["-C", dirname(path), ...argv, "--", basename(path)], { stdio: "ignore" });
  return status ?? undefined;
}
