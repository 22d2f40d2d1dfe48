import type { LoadOptions } from "@slipway/settings";
import { cacheFolder, thisProgram } from "../caches.ts";
import type { Context } from "../context.ts";

/** Where the built program keeps large settings files that it has read. Run from its sources it keeps none. */
export function keptContracts({ env }: Pick<Context, "env">): Pick<LoadOptions, "contracts"> {
  const program = thisProgram();
  return program === undefined ? {} : { contracts: { folder: cacheFolder(env, "contracts"), program } };
}
