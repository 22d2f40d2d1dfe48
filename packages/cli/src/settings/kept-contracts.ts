import { statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { LoadOptions } from "@slipway/settings";
import type { Context } from "../context.ts";
import { version } from "../version.ts";

/** Where the built program keeps large settings files that it has read. Run from its sources, which may change, it keeps none. */
export function keptContracts({ env }: Pick<Context, "env">): Pick<LoadOptions, "contracts"> {
  if (!Bun.main.startsWith("/$bunfs/")) return {};
  const { size, mtimeMs } = statSync(process.execPath);
  const caches = env["XDG_CACHE_HOME"] || join(homedir(), ".cache");
  return { contracts: { folder: join(caches, "slipway", "contracts"), program: `${version} ${size} ${mtimeMs}` } };
}
