import { defineCommand } from "../../../command.ts";
import { flag } from "../../../option.ts";
import { settingsOptions } from "../../../settings/options.ts";

const { environment, settings } = settingsOptions;

export const secretsPullOptions = { environment, settings, force: flag("Replace other values of the file") };

export const secretsPullCommand = defineCommand({
  name: "secrets pull",
  group: "Settings and secrets",
  summary: "Take the secrets that Vault keeps into .slipway.secrets.env",
  description:
    "For work without Vault, in environments that take secrets from that file. What the file has already stays, unless --force is given: then exit code 1 says that something differs.",
  args: [],
  options: secretsPullOptions,
  examples: [["slipway secrets pull --dry-run", "what would be taken, without a value"]],
  run: () => import("./run.ts"),
});
