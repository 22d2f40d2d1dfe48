import { defineCommand } from "../../command.ts";

export const pauseCommand = defineCommand({
  name: "pause",
  group: "Run a project",
  summary: "Freeze containers; their processes stand still",
  args: [{ name: "service", summary: "Only these services, or replicas as web#2", many: true, completes: "services" }],
  options: {},
  examples: [["slipway pause web", "freeze one service"]],
  run: () => import("./run.ts"),
});
