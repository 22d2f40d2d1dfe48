import { statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Context } from "./context.ts";
import { version } from "./version.ts";

type Env = Context["env"];

/** Where something is kept that can be had again: below `$XDG_CACHE_HOME/slipway`, or `~/.cache/slipway` without it. */
export function cacheFolder(env: Env, name: string): string {
  return join(env["XDG_CACHE_HOME"] || join(env["HOME"] || homedir(), ".cache"), "slipway", name);
}

/**
 * Tells this build of the program from every other, for what only the same program may read again. Undefined when it runs from its
 * sources, which may be others the next time.
 */
export function thisProgram(): string | undefined {
  if (!Bun.main.startsWith("/$bunfs/")) return undefined;
  const { size, mtimeMs } = statSync(process.execPath);
  return `${version} ${size} ${mtimeMs}`;
}
