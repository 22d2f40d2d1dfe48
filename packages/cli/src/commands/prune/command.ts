import { defineCommand } from "../../command.ts";

export const pruneOptions = {};

export const pruneCommand = defineCommand({
  name: "prune",
  group: "Run a project",
  summary: "Remove what a project left behind and does not use",
  description:
    "Removes containers of `run` that have ended, ended containers of services that are gone, what an interrupted up left, " +
    "anonymous volumes that no container uses, and images that were built for the project and have lost their name. " +
    "Nothing that runs, no named volume, and nothing of another project.",
  args: [],
  options: pruneOptions,
  examples: [
    ["slipway --dry-run prune", "what would be removed"],
    ["slipway -p demo prune", "from anywhere"],
  ],
  run: () => import("./run.ts"),
});
