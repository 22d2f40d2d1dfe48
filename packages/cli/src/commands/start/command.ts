import { defineCommand } from "../../command.ts";
import { flag, integer } from "../../option.ts";

export const startOptions = {
  wait: flag("Return when everything is running or healthy"),
  waitTimeout: integer("SECONDS", "How long --wait waits"),
};

export const startCommand = defineCommand({
  name: "start",
  group: "Run a project",
  summary: "Start containers that were stopped",
  args: [{ name: "service", summary: "Only these services, or replicas as web#2", many: true, completes: "services" }],
  options: startOptions,
  examples: [
    ["slipway start web", "start one service again"],
    ["slipway start --wait --wait-timeout 30", "and return when all is healthy, or after half a minute"],
  ],
  run: () => import("./run.ts"),
});
