import { defineCommand } from "../../command.ts";

export const unpauseCommand = defineCommand({
  name: "unpause",
  group: "Run a project",
  summary: "Let paused containers go on",
  args: [{ name: "service", summary: "Only these services, or replicas as web#2", many: true, completes: "services" }],
  options: {},
  examples: [["slipway unpause web", "let it go on"]],
  run: () => import("./run.ts"),
});
