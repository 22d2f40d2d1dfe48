import { defineCommand } from "../../command.ts";
import { flag, flagOn, format, texts } from "../../option.ts";
import { states } from "./states.ts";

export const psOptions = {
  all: flag("Show stopped containers, too", { short: "a" }),
  quiet: flag("Print ids only", { short: "q" }),
  services: flag("Print names of services only"),
  status: texts("STATE", "Only containers in a state", { completes: states }),
  filter: texts("KEY=VALUE", "Only containers that match: status=STATE"),
  format: format("Table for people, or a JSON object a line, or a template: '{{.Name}}'"),
  noTrunc: flag("Do not shorten commands and ids"),
  orphans: flagOn("Show containers of services that the project no longer has"),
};

export const psCommand = defineCommand({
  name: "ps",
  group: "Look at it",
  summary: "Show the containers of the project",
  args: [{ name: "service", summary: "Only these services", many: true, completes: "services" }],
  options: psOptions,
  examples: [
    ["slipway ps -a", "stopped ones, too"],
    ["slipway ps --format json | jq -r .Name", "for programs"],
    ["slipway -p demo ps", "from anywhere"],
  ],
  run: () => import("./run.ts"),
});
