import { defineCommand } from "../../../command.ts";
import { text } from "../../../option.ts";
import { settingsOptions } from "../../../settings/options.ts";

const { settings } = settingsOptions;

export const secretsInitVaultOptions = {
  settings,
  role: text("NAME", "Name of the policy and the role; the name of the directory without it"),
};

export const secretsInitVaultCommand = defineCommand({
  name: "secrets init-vault",
  group: "Settings and secrets",
  summary: "Make what a project needs in Vault: a policy that reads its paths alone, an AppRole, the mounts",
  description:
    "What is there is brought up to date; nothing is removed. It needs a token that may write policies, logins and mounts. With --dry-run the policy is printed.",
  args: [],
  options: secretsInitVaultOptions,
  examples: [["VAULT_TOKEN=… slipway secrets init-vault --role shop", "then `slipway secrets push`"]],
  run: () => import("./run.ts"),
});
