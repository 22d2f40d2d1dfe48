import type { Contract } from "@slipway/settings";
import type { Context } from "../context.ts";
import type { Globals } from "../globals.ts";
import { warn } from "../output/warn.ts";
import { keptContracts } from "./kept-contracts.ts";

/** A settings file alone: no source is asked. @throws SETTINGS_INVALID with everything that is wrong with it */
export async function openContract(
  context: Context,
  globals: Globals,
  file: string | undefined,
): Promise<{ readonly contract: Contract; readonly path: string }> {
  const { environmentOf, loadContract, settingsInvalid } = await import("@slipway/settings");
  const { cwd } = context;
  const { contract, path, diagnostics } = await loadContract({
    cwd,
    ...keptContracts(context),
    ...(file === undefined ? {} : { file }),
  });
  if (contract) {
    warn(context, globals, diagnostics);
    return { contract, path };
  }
  throw settingsInvalid(environmentOf(context), diagnostics);
}
