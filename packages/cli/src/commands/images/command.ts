import { defineCommand } from "../../command.ts";
import { flag, format } from "../../option.ts";

export const imagesOptions = {
  quiet: flag("Print ids only", { short: "q" }),
  format: format("Table for people, or a JSON array, or a template: '{{.Name}}'"),
};

export const imagesCommand = defineCommand({
  name: "images",
  group: "Look at it",
  summary: "Show the images that the containers were made from",
  args: [{ name: "service", summary: "Only these services, or replicas as web#2", many: true, completes: "services" }],
  options: imagesOptions,
  examples: [["slipway images --format json", "for programs"]],
  run: () => import("./run.ts"),
});
