import { defineCommand } from "../../command.ts";
import { choice, flag } from "../../option.ts";

export const versionOptions = {
  short: flag("Print the number only"),
  format: choice(["pretty", "json"], "Text for people or JSON", { short: "f" }),
};

export const versionCommand = defineCommand({
  name: "version",
  group: "Slipway itself",
  summary: "Show the version",
  args: [],
  options: versionOptions,
  examples: [["slipway version --short", "0.1.0"]],
  run: () => import("./run.ts"),
});
