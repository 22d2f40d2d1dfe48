import { defineCommand } from "../../command.ts";
import { choice, flag, text } from "../../option.ts";

export const configOptions = {
  format: choice(["yaml", "json"], "Format of the project"),
  quiet: flag("Check only, print nothing", { short: "q" }),
  services: flag("Print the names of the services, a line each"),
  volumes: flag("Print the names of the volumes, a line each"),
  networks: flag("Print the names of the networks, a line each"),
  images: flag("Print the names of the images, a line each"),
  profiles: flag("Print the names of the profiles, a line each"),
  environment: flag("Print the variables that interpolation used"),
  noInterpolate: flag("Leave ${VARIABLES} as they stand"),
  output: text("FILE", "Write to a file instead of standard output", { short: "o", completes: "files" }),
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
  ],
  run: () => import("./run.ts"),
});
