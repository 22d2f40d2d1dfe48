import { defineCommand } from "../../../command.ts";
import { choice, flag } from "../../../option.ts";
import { settingsOptions } from "../../../settings/options.ts";

const { settings, breakGlass } = settingsOptions;

export const envDiffOptions = {
  settings,
  breakGlass,
  all: flag("Settings that do not differ, too", { short: "a" }),
  format: choice(["table", "json"], "Table for people, or a JSON array"),
};

export const envDiffCommand = defineCommand({
  name: "env diff",
  group: "Settings and secrets",
  summary: "Compare the settings of two environments without showing a value",
  description: "Exit code 0 when nothing differs, 1 when something does.",
  args: [
    {
      name: "left",
      summary: "An environment",
      required: true,
      completes: ["development", "test", "staging", "production"],
    },
    {
      name: "right",
      summary: "The other one",
      required: true,
      completes: ["development", "test", "staging", "production"],
    },
  ],
  options: envDiffOptions,
  examples: [["slipway env diff staging production", "what differs between the two"]],
  run: () => import("./run.ts"),
});
