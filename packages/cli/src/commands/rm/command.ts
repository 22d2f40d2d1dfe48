import { defineCommand } from "../../command.ts";
import { flag } from "../../option.ts";

export const rmOptions = {
  force: flag("Do not ask", { short: "f" }),
  stop: flag("Stop what runs first", { short: "s" }),
  volumes: flag("Remove the anonymous volumes of the containers, too", { short: "v" }),
  all: flag("Has no effect", { short: "a", hidden: true }),
};

export const rmCommand = defineCommand({
  name: "rm",
  group: "Run a project",
  summary: "Remove containers that do not run",
  description: "Named volumes and networks stay. What is not in a volume is lost.",
  args: [{ name: "service", summary: "Only these services, or replicas as web#2", many: true, completes: "services" }],
  options: rmOptions,
  examples: [
    ["slipway rm", "remove what was stopped, after a question"],
    ["slipway rm -fsv web", "stop and remove one service with its anonymous volumes"],
  ],
  run: () => import("./run.ts"),
});
