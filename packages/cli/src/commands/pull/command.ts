import { defineCommand } from "../../command.ts";
import { choice, flag } from "../../option.ts";

export const pullOptions = {
  quiet: flag("Do not show the layers", { short: "q" }),
  includeDeps: flag("Also what the services depend on"),
  ignoreBuildable: flag("Leave out images that can be built"),
  ignorePullFailures: flag("Go on when an image cannot be pulled"),
  policy: choice(["missing", "always"], "Which images are pulled, whatever the services say"),
};

export const pullCommand = defineCommand({
  name: "pull",
  group: "Run a project",
  summary: "Pull the images of the services",
  description: "Credentials are those of `docker login`. A newer image is used at the next `slipway up -d`.",
  args: [{ name: "service", summary: "Only these services", many: true, completes: "services" }],
  options: pullOptions,
  examples: [["slipway pull --policy missing", "only what is not there"]],
  run: () => import("./run.ts"),
});
