import { diskFiles } from "@slipway/core";
import type { Contract, OpenVault } from "@slipway/settings";
import type { Context } from "../context.ts";

/** The Vault of a project. @throws SETTINGS_NO_VAULT when nobody names one */
export async function openVaultOf({ env }: Context, contract: Contract): Promise<OpenVault> {
  const { openVault, settingsErrors } = await import("@slipway/settings");
  const opened = openVault({ location: contract.vault, env, files: diskFiles, settingsFile: contract.file });
  if (!opened) throw settingsErrors.error("SETTINGS_NO_VAULT", {});
  return opened;
}
