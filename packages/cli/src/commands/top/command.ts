import { defineCommand } from "../../command.ts";

export const topCommand = defineCommand({
  name: "top",
  group: "Look at it",
  summary: "Show the processes of the containers",
  args: [{ name: "service", summary: "Only these services, or replicas as web#2", many: true, completes: "services" }],
  options: {},
  examples: [["slipway top web", "the processes of one service"]],
  run: () => import("./run.ts"),
});
