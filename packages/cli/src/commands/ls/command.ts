import { defineCommand } from "../../command.ts";
import { flag, format, texts } from "../../option.ts";

export const lsOptions = {
  all: flag("Show stopped projects, too", { short: "a" }),
  quiet: flag("Print names only", { short: "q" }),
  filter: texts("KEY=VALUE", "Only projects that match: name=TEXT"),
  format: format("Table for people, or a JSON array, or a template: '{{.Name}}'"),
};

export const lsCommand = defineCommand({
  name: "ls",
  group: "Look at it",
  summary: "Show the projects on the engine",
  description: "Projects of other Compose tools are shown, too.",
  args: [],
  options: lsOptions,
  examples: [["slipway ls -a", "stopped ones, too"]],
  run: () => import("./run.ts"),
});
