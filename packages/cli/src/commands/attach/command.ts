import { defineCommand } from "../../command.ts";
import { flag, flagOn, integer, text } from "../../option.ts";

export const attachOptions = {
  detachKeys: text("KEYS", "Keys that end it without ending the container: ctrl-p,ctrl-q unless given"),
  index: integer("N", "Which container of the service", { least: 1 }),
  noStdin: flag("Do not hand standard input over"),
  sigProxy: flagOn("Hand signals to the process"),
};

export const attachCommand = defineCommand({
  name: "attach",
  group: "Work in it",
  summary: "Connect the terminal with the main process of a container",
  description: "Ctrl-C goes to the process. The exit code is that of the container when it ends meanwhile.",
  args: [{ name: "service", summary: "The service, or a replica as web#2", required: true, completes: "services" }],
  options: attachOptions,
  examples: [["slipway attach --no-stdin web", "watch its output"]],
  noDryRun: true,
  run: () => import("./run.ts"),
});
