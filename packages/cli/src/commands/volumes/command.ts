import { defineCommand } from "../../command.ts";
import { flag, format } from "../../option.ts";

export const volumesOptions = {
  quiet: flag("Print names only", { short: "q" }),
  format: format("Table for people, or a JSON object a line, or a template: '{{.Name}}'"),
};

export const volumesCommand = defineCommand({
  name: "volumes",
  group: "Look at it",
  summary: "Show the volumes of the project",
  description: "With services: those that their containers use.",
  args: [{ name: "service", summary: "Only these services, or replicas as web#2", many: true, completes: "services" }],
  options: volumesOptions,
  examples: [["slipway volumes -q", "names only"]],
  run: () => import("./run.ts"),
});
