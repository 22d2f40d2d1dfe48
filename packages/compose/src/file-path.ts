import { isSlipwayError, type Position } from "@slipway/core";
import { composeErrors } from "./errors.ts";
import type { LoadContext } from "./passes/context.ts";
import { resolve } from "./path-names.ts";
import { isRemote } from "./remotes.ts";

/**
 * The absolute path of a Compose file that `-f`, `include` or `extends` names, on this machine. Undefined when it lies
 * elsewhere and cannot be had, which is reported at the place `at`, or is not fetched yet.
 */
export function filePath(
  name: string,
  directory: string,
  { remotes, diagnostics }: Pick<LoadContext, "remotes" | "diagnostics">,
  at?: Position,
): string | undefined {
  if (name === "-") return name;
  if (!isRemote(name)) return resolve(directory, name);
  if (!remotes.isOn) {
    diagnostics.add(composeErrors.diagnostic("COMPOSE_REMOTE_FILE", { path: name }, at));
    return undefined;
  }
  const found = remotes.find(name);
  if (!(found instanceof Error)) return found?.file;
  const hint = isSlipwayError(found) ? found.hint : undefined;
  diagnostics.add(composeErrors.diagnostic("COMPOSE_REMOTE_FAILED", { path: name, reason: found.message, hint }, at));
  return undefined;
}
