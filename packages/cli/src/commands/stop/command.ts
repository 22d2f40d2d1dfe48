import { defineCommand } from "../../command.ts";
import { integer } from "../../option.ts";

export const stopOptions = {
  timeout: integer("SECONDS", "Time that a container has to stop", { short: "t" }),
};

export const stopCommand = defineCommand({
  name: "stop",
  group: "Run a project",
  summary: "Stop containers without removing them",
  args: [{ name: "service", summary: "Only these services, or replicas as web#2", many: true, completes: "services" }],
  options: stopOptions,
  examples: [["slipway stop -t 30 db", "give it half a minute"]],
  run: () => import("./run.ts"),
});
