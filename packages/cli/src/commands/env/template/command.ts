import { defineCommand } from "../../../command.ts";
import { flag, text } from "../../../option.ts";
import { settingsOptions } from "../../../settings/options.ts";

const { environment, settings } = settingsOptions;

export const envTemplateOptions = {
  environment,
  settings,
  output: text("FILE", ".env.example without it; - is standard output", { short: "o", completes: "files" }),
  check: flag("Change nothing, and fail when the file is not up to date"),
};

export const envTemplateCommand = defineCommand({
  name: "env template",
  group: "Settings and secrets",
  summary: "Write .env.example with every setting, its description and placeholders",
  args: [],
  options: envTemplateOptions,
  examples: [
    ["slipway env template", "writes .env.example beside the settings file"],
    ["slipway env template --check", "in CI"],
  ],
  run: () => import("./run.ts"),
});
