import { defineCommand } from "../../../command.ts";
import { flag } from "../../../option.ts";
import { settingsOptions } from "../../../settings/options.ts";

const { environment, settings } = settingsOptions;

export const secretsPushOptions = { environment, settings, force: flag("Replace other values that Vault has") };

export const secretsPushCommand = defineCommand({
  name: "secrets push",
  group: "Settings and secrets",
  summary: "Write the secrets of this machine into Vault, where the settings say that they are kept",
  description:
    "What Vault has already stays, unless --force is given: then exit code 1 says that something differs. Other fields of a path stay, and a path that somebody else changes meanwhile is not overwritten. VAULT_ADDR and VAULT_TOKEN, or the login in `vault:`, say where and as whom.",
  args: [],
  options: secretsPushOptions,
  examples: [["slipway secrets push --dry-run", "what would be written, without a value"]],
  run: () => import("./run.ts"),
});
