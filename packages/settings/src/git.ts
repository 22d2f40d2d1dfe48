import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** What git says of a file; `none` where there is no git or no repository. */
export interface GitState {
  readonly repository: boolean;
  readonly tracked: boolean;
  readonly ignored: boolean;
}

/** True when the repository keeps this file, so that everybody who has the repository has it. */
export function isTracked(path: string): boolean {
  return mayBeTracked(path) && git(path, ["ls-files", "--error-unmatch"]) === 0;
}

/** An index of up to this many bytes is read faster than git is started. */
const largestIndex = 8 * 1024 * 1024;

/**
 * False when the index of the repository around a file does not hold the file's name, so that git need not be asked. A path stands
 * whole in an index of version 2 or 3 that is not split. Source: git, `Documentation/gitformat-index.adoc`.
 */
function mayBeTracked(path: string): boolean {
  if (process.env["GIT_DIR"] || process.env["GIT_INDEX_FILE"]) return true;
  const metadata = metadataAbove(dirname(path));
  if (metadata === undefined) return false;
  try {
    // In a worktree or a submodule it is a file that names another place.
    if (!statSync(metadata).isDirectory()) return true;
    const index = statSync(join(metadata, "index"), { throwIfNoEntry: false });
    if (!index) return false;
    if (index.size > largestIndex) return true;
    const bytes = readFileSync(join(metadata, "index"));
    const whole = [2, 3].includes(bytes.readUInt32BE(4)) && !bytes.includes("link\0\0");
    return !whole || bytes.includes(basename(path));
  } catch {
    return true;
  }
}

function metadataAbove(directory: string): string | undefined {
  const here = join(directory, ".git");
  if (existsSync(here)) return here;
  const parent = dirname(directory);
  return parent === directory ? undefined : metadataAbove(parent);
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
