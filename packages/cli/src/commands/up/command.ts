import { defineCommand } from "../../command.ts";
import { flag, integer, text, texts } from "../../option.ts";
import { policyOptions } from "./policy-options.ts";

export const upOptions = {
  detach: flag("Return when everything is started", { short: "d" }),
  wait: flag("Return when everything is running or healthy; implies -d"),
  waitTimeout: integer("SECONDS", "How long --wait waits"),
  ...policyOptions,
  attach: texts("SERVICE", "Show the output of these services only", { completes: "services" }),
  noAttach: texts("SERVICE", "Do not show the output of these services", { completes: "services" }),
  attachDependencies: flag("Show the output of what the services depend on, too"),
  noColor: flag("Print no colours"),
  noLogPrefix: flag("Print lines without the name of their container"),
  timestamps: flag("Print the time of each line"),
  abortOnContainerExit: flag("Stop everything when a container exits; its code is the exit code"),
  abortOnContainerFailure: flag("Stop everything when a container exits with an error"),
  exitCodeFrom: text("SERVICE", "Exit with the code of this service; implies --abort-on-container-exit", {
    completes: "services",
  }),
  quietPull: flag("Do not show the layers of a pull"),
  quietBuild: flag("Do not show the output of a build"),
  watch: flag("Bring changes of files into what runs, as `slipway watch` does", { short: "w" }),
  menu: flag("Has no effect: there is no menu", { hidden: true }),
  yes: flag("Answer yes to questions", { short: "y", hidden: true }),
};

export const upCommand = defineCommand({
  name: "up",
  group: "Run a project",
  summary: "Make the project run, changing only what differs",
  description:
    "Creates, recreates and starts what the project says and the engine does not have. Without -d it shows the output of\n" +
    "the services until they exit; Ctrl-C stops them, Ctrl-C again kills them.",
  args: [
    { name: "service", summary: "Only these services and what they depend on", many: true, completes: "services" },
  ],
  options: upOptions,
  examples: [
    ["slipway up", "run, and watch the output"],
    ["slipway up -d --wait", "run, and return when it is healthy"],
    ["slipway up -d --build web", "rebuild and update one service"],
    ["slipway --dry-run up", "show what would be done"],
  ],
  run: () => import("./run.ts"),
});
