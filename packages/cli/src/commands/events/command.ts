import { defineCommand } from "../../command.ts";
import { flag, text } from "../../option.ts";

export const eventsOptions = {
  json: flag("One JSON object a line"),
  since: text("TIME", "Events from a time (2026-01-31T12:00:00Z) or a while ago (10m) on"),
  until: text("TIME", "Events before a time (2026-01-31T12:00:00Z) or a while ago (10m)"),
};

export const eventsCommand = defineCommand({
  name: "events",
  group: "Look at it",
  summary: "Show what happens to the containers, as it happens",
  args: [{ name: "service", summary: "Only these services, or replicas as web#2", many: true, completes: "services" }],
  options: eventsOptions,
  examples: [["slipway events --json web", "for programs"]],
  run: () => import("./run.ts"),
});
