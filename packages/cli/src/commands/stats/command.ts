import { defineCommand } from "../../command.ts";
import { flag, format } from "../../option.ts";

export const statsOptions = {
  all: flag("Show containers that do not run, too", { short: "a" }),
  noStream: flag("Print once, and end"),
  format: format("Table for people, or a JSON object a line, or a template: '{{.Name}}'"),
  noTrunc: flag("Do not shorten ids"),
};

export const statsCommand = defineCommand({
  name: "stats",
  group: "Look at it",
  summary: "Show what the containers use: processor, memory, network, disk",
  args: [{ name: "service", summary: "Only these services, or replicas as web#2", many: true, completes: "services" }],
  options: statsOptions,
  examples: [["slipway stats --no-stream", "once"]],
  run: () => import("./run.ts"),
});
