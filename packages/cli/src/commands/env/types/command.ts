import { defineCommand } from "../../../command.ts";
import { flag, text } from "../../../option.ts";
import { settingsOptions } from "../../../settings/options.ts";

const { settings } = settingsOptions;

export const envTypesOptions = {
  settings,
  output: text("FILE", "settings.gen.ts without it; - is standard output", { short: "o", completes: "files" }),
  check: flag("Change nothing, and fail when the file is not up to date"),
};

export const envTypesCommand = defineCommand({
  name: "env types",
  group: "Settings and secrets",
  summary: "Write a TypeScript module with the type of the settings and a loader for them",
  args: [],
  options: envTypesOptions,
  examples: [
    ["slipway env types -o src/settings.gen.ts", 'for `import { settings } from "./settings.gen.ts"`'],
    ["slipway env types --check", "in CI"],
  ],
  run: () => import("./run.ts"),
});
