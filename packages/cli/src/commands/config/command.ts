import { defineCommand } from "../../command.ts";
import { choice, flag, text, texts } from "../../option.ts";

export const configOptions = {
  format: choice(["yaml", "json"], "Format of the output"),
  output: text("FILE", "Write to a file instead of standard output", { short: "o", completes: "files" }),
  quiet: flag("Check only, print nothing", { short: "q" }),
  explain: texts("PATH", "Say where a value comes from, such as services.web.environment.PORT"),
  services: flag("Print the names of the services, a line each"),
  volumes: flag("Print the names of the volumes in use, a line each"),
  networks: flag("Print the names of the networks in use, a line each"),
  models: flag("Print the models in use, a line each"),
  images: flag("Print the names of the images, a line each"),
  profiles: flag("Print the names of the profiles, a line each"),
  hash: text("SERVICE", "Print docker compose's hash of services, joined by commas; * is all", {
    completes: "services",
  }),
  variables: flag("Print the variables that the files use, with their defaults"),
  environment: flag("Print the variables that interpolation saw"),
  noInterpolate: flag("Leave ${VARIABLES} as they stand, and print everything as it was written"),
  noNormalize: flag("Leave out names, networks and dependencies that are only implied"),
  noPathResolution: flag("Leave relative paths as they stand"),
  noEnvResolution: flag("Leave env_file as it stands, without reading the files"),
  noConsistency: flag("Do not check services against each other"),
  resolveImageDigests: flag("Pin images to the digests that their tags have in the registry now"),
  lockImageDigests: flag("Print an override file that only pins images to their digests"),
};

export const configCommand = defineCommand({
  name: "config",
  group: "Before it runs",
  summary: "Check the project and print it in full",
  description:
    "Merges the Compose files, fills in variables and defaults, and prints what will be run. Changes nothing.",
  args: [
    { name: "service", summary: "Only these services and what they depend on", many: true, completes: "services" },
  ],
  options: configOptions,
  examples: [
    ["slipway config", "the project in full"],
    ["slipway config -q && echo fine", "only check it"],
    ["slipway config --format json | jq .services.web.ports", "for programs"],
    ["slipway config --explain services.web.image", "which file, variable or default says so"],
    ["slipway config --lock-image-digests > compose.lock.yaml", "pin every image"],
  ],
  run: () => import("./run.ts"),
});
