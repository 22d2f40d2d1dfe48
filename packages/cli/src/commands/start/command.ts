import { defineCommand } from "../../command.ts";

export const startCommand = defineCommand({
  name: "start",
  group: "Run a project",
  summary: "Start containers that were stopped",
  args: [{ name: "service", summary: "Only these services, or replicas as web#2", many: true, completes: "services" }],
  options: {},
  examples: [["slipway start web", "start one service again"]],
  run: () => import("./run.ts"),
});
