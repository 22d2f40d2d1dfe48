import { defineCommand } from "../../command.ts";
import { flag, pairs, texts } from "../../option.ts";

export const buildOptions = {
  buildArg: pairs<string | null>(
    "KEY=VALUE",
    "Set a build argument; KEY alone takes it from the environment",
    (value) => value ?? null,
  ),
  noCache: flag("Build every step anew"),
  pull: flag("Pull newer base images"),
  push: flag("Push the images afterwards"),
  withDependencies: flag("Also what the services depend on"),
  quiet: flag("Do not show the output of the builds", { short: "q" }),
  ssh: texts("ID=SOCKET", "SSH agent for the build", { hidden: true }),
};

export const buildCommand = defineCommand({
  name: "build",
  group: "Run a project",
  summary: "Build the images of the project",
  args: [{ name: "service", summary: "Only these services", many: true, completes: "services" }],
  options: buildOptions,
  examples: [
    ["slipway build", "all that have a build section"],
    ["slipway build --no-cache --build-arg VERSION=2 web", "one, from scratch"],
  ],
  noDryRun: true,
  run: () => import("./run.ts"),
});
