import { defineCommand } from "../../command.ts";
import { choice, integer } from "../../option.ts";

export const portOptions = {
  index: integer("N", "Which container of the service", { least: 1 }),
  protocol: choice(["tcp", "udp"], "Protocol of the port: tcp unless given"),
};

export const portCommand = defineCommand({
  name: "port",
  group: "Look at it",
  summary: "Print where a port of a container is published",
  args: [
    { name: "service", summary: "The service, or a replica as web#2", required: true, completes: "services" },
    { name: "port", summary: "Port in the container", required: true },
  ],
  options: portOptions,
  examples: [["slipway port web 80", "address and port, as 127.0.0.1:8080"]],
  run: () => import("./run.ts"),
});
