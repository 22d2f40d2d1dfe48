import { defineCommand } from "../../command.ts";
import { flag } from "../../option.ts";
import { policyOptions } from "../up/policy-options.ts";

const { build, noBuild, forceRecreate, noRecreate, pull, removeOrphans, scale } = policyOptions;

export const createOptions = {
  build,
  noBuild,
  forceRecreate,
  noRecreate,
  pull,
  removeOrphans,
  scale,
  quietPull: flag("Do not show the layers of a pull"),
  quietBuild: flag("Do not show the output of a build"),
  yes: flag("Answer yes to questions", { short: "y", hidden: true }),
};

export const createCommand = defineCommand({
  name: "create",
  group: "Run a project",
  summary: "Make what the project needs, and start nothing",
  description: "Networks, volumes and containers are made or recreated as `slipway up --no-start` does.",
  args: [
    { name: "service", summary: "Only these services and what they depend on", many: true, completes: "services" },
  ],
  options: createOptions,
  examples: [
    ["slipway create", "make everything"],
    ["slipway start", "and start it later"],
  ],
  run: () => import("./run.ts"),
});
