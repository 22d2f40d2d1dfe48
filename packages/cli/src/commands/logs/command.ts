import { defineCommand } from "../../command.ts";
import { flag, integer, text } from "../../option.ts";

export const logsOptions = {
  follow: flag("Go on with what is printed from now on", { short: "f" }),
  tail: text("LINES", "Number of lines from the end, or all", { short: "n" }),
  since: text("TIME", "Lines from a time (2026-01-31T12:00:00Z) or a while ago (10m) on"),
  until: text("TIME", "Lines before a time (2026-01-31T12:00:00Z) or a while ago (10m)"),
  timestamps: flag("Print the time of each line", { short: "t" }),
  noColor: flag("Print no colours"),
  noLogPrefix: flag("Print lines without the name of their container"),
  index: integer("N", "Which container of the service", { least: 1 }),
};

export const logsCommand = defineCommand({
  name: "logs",
  group: "Look at it",
  summary: "Show what the containers printed",
  args: [{ name: "service", summary: "Only these services", many: true, completes: "services" }],
  options: logsOptions,
  examples: [
    ["slipway logs -f --tail 20", "the last lines, and what comes"],
    ["slipway logs --since 10m web", "the last ten minutes of a service"],
  ],
  run: () => import("./run.ts"),
});
