import { defineCommand } from "../../../command.ts";
import { choice, text } from "../../../option.ts";
import { settingsOptions } from "../../../settings/options.ts";

export const envResolveOptions = {
  ...settingsOptions,
  format: choice(["table", "json", "dotenv"], "Table for people, a JSON object, or lines NAME=value"),
  service: text("NAME", "Only what this service may see, under the names of its variables", { completes: "services" }),
  place: choice(["host", "container"], "For whom values are put together: programs here, or containers"),
};

export const envResolveCommand = defineCommand({
  name: "env resolve",
  group: "Settings and secrets",
  summary: "Show the settings and where each comes from",
  description:
    "Of a secret only the length and a fingerprint are shown, in every format. Anything that is wrong is told at once, and then nothing is shown: exit code 2 for the settings file, 3 missing, 4 malformed, 5 a secret from where it must not be, 6 a source that cannot be asked.",
  args: [{ name: "key", summary: "Only these settings", many: true }],
  options: envResolveOptions,
  examples: [
    ["slipway env resolve", "all settings for development"],
    ["slipway env resolve -e production --format json", "for programs"],
    ["slipway env resolve --service web", "what one service sees"],
  ],
  run: () => import("./run.ts"),
});
