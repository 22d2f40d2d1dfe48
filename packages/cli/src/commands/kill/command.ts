import { defineCommand } from "../../command.ts";
import { flag, text } from "../../option.ts";

export const killOptions = {
  signal: text("SIGNAL", "Signal to send instead of SIGKILL", { short: "s" }),
  removeOrphans: flag("Also kill containers of services that the project no longer has"),
};

export const killCommand = defineCommand({
  name: "kill",
  group: "Run a project",
  summary: "Send a signal to what runs, at once",
  description: "Containers of `slipway run` get it, too. pre_stop hooks do not run.",
  args: [{ name: "service", summary: "Only these services, or replicas as web#2", many: true, completes: "services" }],
  options: killOptions,
  examples: [
    ["slipway kill", "end everything without a grace period"],
    ["slipway kill -s SIGHUP web", "let one service read its configuration again"],
  ],
  run: () => import("./run.ts"),
});
