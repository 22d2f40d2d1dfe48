import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { newTokenText } from "../api/token-text.ts";
import { jobsErrors } from "../errors.ts";

/** What a control plane keeps on its machine, and where a client on the same machine looks for it. */
export interface DataFolder {
  readonly path: string;
  /** The database, unless another one is named. */
  readonly database: string;
  /** The token of whoever may read the file. */
  readonly token: string;
  /** Where the control plane listens. */
  readonly address: string;
}

/** `.slipway` of the folder where it exists, else the user's state. Source: XDG Base Directory Specification 0.8, "XDG_STATE_HOME". */
export function dataFolder(cwd: string, env: Readonly<Record<string, string | undefined>>, asked?: string): DataFolder {
  const named = asked ?? env["SLIPWAY_DATA"];
  const here = join(cwd, ".slipway");
  const state = env["XDG_STATE_HOME"] || join(env["HOME"] || homedir(), ".local/state");
  const path = named ? resolve(cwd, named) : isFolder(here) ? here : join(state, "slipway");
  return {
    path,
    database: join(path, "jobs.sqlite"),
    token: join(path, "token"),
    address: join(path, "address"),
  };
}

/**
 * Makes the folder, for its owner only.
 * @throws JOBS_DATA_UNUSABLE
 */
export function makeDataFolder({ path, database }: DataFolder): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    // The folder may have been there before, for others to read: what jobs say is not for them.
    closeSync(openSync(database, "a", 0o600));
    // Inside a repository it shall not be committed by accident.
    const ignored = join(path, ".gitignore");
    if (!existsSync(ignored)) writeFileSync(ignored, "*\n");
  } catch (cause) {
    throw unusable(path, cause);
  }
}

/**
 * The token in the file; a new one is written when there is none, readable by its owner only.
 * @throws JOBS_DATA_UNUSABLE, JOBS_TOKEN_FILE_OPEN
 */
export function ownToken({ token: path }: DataFolder): { readonly text: string; readonly isNew: boolean } {
  try {
    const found = tokenIn(path);
    if (found !== undefined) return { text: found, isNew: false };
    const text = newTokenText();
    writeFileSync(path, `${text}\n`, { mode: 0o600, flag: "wx" });
    chmodSync(path, 0o600);
    return { text, isNew: true };
  } catch (cause) {
    if (cause instanceof Error && cause.name === "JobsError") throw cause;
    throw unusable(path, cause);
  }
}

/**
 * The text of a token file; undefined when there is none.
 * @throws JOBS_TOKEN_FILE_OPEN when others may read it
 */
export function tokenIn(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return undefined;
  if (process.platform !== "win32" && (stat.mode & 0o077) !== 0)
    throw jobsErrors.error("JOBS_TOKEN_FILE_OPEN", { path });
  return readFileSync(path, "utf8").trim() || undefined;
}

function unusable(path: string, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return jobsErrors.error("JOBS_DATA_UNUSABLE", { path, reason }, { cause });
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
