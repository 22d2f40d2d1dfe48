import { defineCommand } from "../../command.ts";
import { flag, integer } from "../../option.ts";

export const restartOptions = {
  noDeps: flag("Do not restart what depends on the services"),
  timeout: integer("SECONDS", "Time that a container has to stop", { short: "t" }),
};

export const restartCommand = defineCommand({
  name: "restart",
  group: "Run a project",
  summary: "Restart containers as they are",
  description: "Changes of the Compose file are not applied: that is what `slipway up -d` does.",
  args: [{ name: "service", summary: "Only these services, or replicas as web#2", many: true, completes: "services" }],
  options: restartOptions,
  examples: [["slipway restart web", "restart one service"]],
  run: () => import("./run.ts"),
});
