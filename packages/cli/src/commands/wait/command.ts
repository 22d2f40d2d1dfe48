import { defineCommand } from "../../command.ts";
import { flag } from "../../option.ts";

export const waitOptions = {
  downProject: flag("Remove the project when the first container has ended"),
};

export const waitCommand = defineCommand({
  name: "wait",
  group: "Look at it",
  summary: "Wait until containers end, and exit with their code",
  description: "The exit code is that of the container that failed first, or 0 when all ended well.",
  args: [
    { name: "service", summary: "Services, or replicas as web#2", many: true, required: true, completes: "services" },
  ],
  options: waitOptions,
  examples: [["slipway wait migrate", "wait until a job is done, and know how it went"]],
  run: () => import("./run.ts"),
});
