import { defineCommand } from "../../command.ts";
import { flag } from "../../option.ts";

export const pushOptions = {
  quiet: flag("Do not show the layers", { short: "q" }),
  includeDeps: flag("Also what the services depend on"),
  ignorePushFailures: flag("Go on when an image cannot be pushed"),
};

export const pushCommand = defineCommand({
  name: "push",
  group: "Run a project",
  summary: "Push the images that the project builds",
  description: "Services that have both `build` and `image` are pushed, under that name and under `build.tags`.",
  args: [{ name: "service", summary: "Only these services", many: true, completes: "services" }],
  options: pushOptions,
  examples: [["slipway build && slipway push", "publish what was built"]],
  run: () => import("./run.ts"),
});
