import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** The root of the checkout. */
export const checkout = resolve(import.meta.dir, "../..");

/** Where the rig keeps what is dear to make: `$XDG_CACHE_HOME/slipway`, else `~/.cache/slipway`. */
export function cacheFolder(...parts: readonly string[]): string {
  return join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "slipway", ...parts);
}
