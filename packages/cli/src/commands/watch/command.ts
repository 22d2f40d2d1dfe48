import { defineCommand } from "../../command.ts";
import { flag, flagOn } from "../../option.ts";

export const watchOptions = {
  up: flagOn("Build and start the services first"),
  prune: flagOn("Remove the images that a rebuild has replaced"),
  quiet: flag("Do not show the output of builds"),
};

export const watchCommand = defineCommand({
  name: "watch",
  group: "Work in it",
  summary: "Bring changes of files into what runs, as they happen",
  description:
    "Follows `develop.watch` of the services: syncs files into their containers, restarts them or rebuilds their images.\n" +
    "Also notices when the Compose file changes. Ctrl-C ends watching; the services go on.",
  args: [{ name: "service", summary: "Only the rules of these services", many: true, completes: "services" }],
  options: watchOptions,
  examples: [
    ["slipway watch", "start the project and follow changes"],
    ["slipway watch --no-up web", "only follow changes for web, which runs already"],
    ["slipway up --watch", "the same, with the output of the services"],
  ],
  noDryRun: true,
  run: () => import("./run.ts"),
});
