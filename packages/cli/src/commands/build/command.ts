import { defineCommand } from "../../command.ts";
import { bytes, flag, pairs, text, texts } from "../../option.ts";

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
  ssh: texts("ID=SOCKET", "Hand an SSH agent or key to the builds; `default` is the agent that runs"),
  builder: text("NAME", "Build with this builder of buildx"),
  check: flag("Look for problems in the Dockerfiles, and build nothing"),
  print: flag("Print the bake file that buildx is given, and build nothing"),
  provenance: text("MODE", "Say in the image how it was built: true, false, mode=max"),
  sbom: text("MODE", "Say in the image what it holds: true, false, generator=IMAGE"),
  memory: bytes("SIZE", "Limit the memory of a step; only the classic builder does", { short: "m" }),
  compress: flag("Accepted, and of no use: docker compose hides it, too", { hidden: true }),
  forceRm: flag("Accepted: what a step leaves is always removed", { hidden: true }),
  noRm: flag("Accepted: what a step leaves is always removed", { hidden: true }),
};

export const buildCommand = defineCommand({
  name: "build",
  group: "Run a project",
  summary: "Build the images of the project",
  description:
    "BuildKit builds, when the docker CLI's plugin buildx is installed; else the engine's classic builder does. DOCKER_BUILDKIT=0 " +
    "asks for the latter, BUILDX_BUILDER or --builder names one of buildx.",
  args: [{ name: "service", summary: "Only these services", many: true, completes: "services" }],
  options: buildOptions,
  examples: [
    ["slipway build", "all that have a build section"],
    ["slipway build --no-cache --build-arg VERSION=2 web", "one, from scratch"],
    ["slipway --dry-run build", "what would be built, and with what"],
  ],
  run: () => import("./run.ts"),
});
