import { defineCommand } from "../../../command.ts";
import { choice } from "../../../option.ts";
import { settingsOptions } from "../../../settings/options.ts";

export const envCheckOptions = {
  ...settingsOptions,
  format: choice(["text", "json"], "Text for people, or a JSON object"),
};

export const envCheckCommand = defineCommand({
  name: "env check",
  group: "Settings and secrets",
  summary: "Tell everything that is wrong with the settings, and nothing else",
  description:
    "Exit code 0 when all is well, 2 when the settings file is wrong, 3 when something is missing, 4 malformed, 5 a secret stands where it must not, 6 a source cannot be asked; of several the highest of 5, 6, 4, 3 in this order.",
  args: [{ name: "key", summary: "Only these settings", many: true }],
  options: envCheckOptions,
  examples: [["slipway env check -e production", "before a deployment"]],
  run: () => import("./run.ts"),
});
