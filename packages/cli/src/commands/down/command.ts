import { defineCommand } from "../../command.ts";
import { choice, flag, integer } from "../../option.ts";

export const downOptions = {
  volumes: flag("Remove the volumes of the project and anonymous ones, too", { short: "v" }),
  removeOrphans: flag("Remove containers of services that the project no longer has"),
  rmi: choice(["local", "all"], "Remove images: all, or those without a name of their own"),
  timeout: integer("SECONDS", "Time that a container has to stop", { short: "t" }),
};

export const downCommand = defineCommand({
  name: "down",
  group: "Run a project",
  summary: "Stop the project and remove its containers and networks",
  description: "Volumes stay unless -v is given. With -p NAME it needs no Compose file.",
  args: [{ name: "service", summary: "Only these services", many: true, completes: "services" }],
  options: downOptions,
  examples: [
    ["slipway down", "keep the data"],
    ["slipway down -v", "remove the volumes, too"],
    ["slipway -p demo down", "from anywhere"],
  ],
  run: () => import("./run.ts"),
});
