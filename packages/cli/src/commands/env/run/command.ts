import { defineCommand } from "../../../command.ts";
import { flag, text } from "../../../option.ts";
import { settingsOptions } from "../../../settings/options.ts";

export const envRunOptions = {
  ...settingsOptions,
  service: text("NAME", "Only what this service may see", { completes: "services" }),
  redact: flag("Take secrets out of what the command prints; it then has no terminal"),
};

export const envRunCommand = defineCommand({
  name: "env run",
  group: "Settings and secrets",
  summary: "Run a command with the settings as its variables",
  description:
    "The command runs only when every setting is as it should be. Its exit code is that of the command, 128 and the number of the signal that ended it; signals are passed on.",
  args: [{ name: "command", summary: "The command with its arguments", required: true, many: true }],
  options: envRunOptions,
  examples: [
    ["slipway env run -- npm start", "with the settings for development"],
    ["slipway env run -e test --redact -- npm test", "a log without secrets"],
  ],
  passThrough: true,
  noDryRun: true,
  run: () => import("./run.ts"),
});
