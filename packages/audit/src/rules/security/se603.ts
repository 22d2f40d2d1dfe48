import type { Service } from "@slipway/compose";
import { eachService } from "../../inventory/compose/each-service.ts";
import { familyOf } from "../../knowledge/image-families.ts";
import { defineRule } from "../rule.ts";
import { isOpen, toLoopback } from "./published.ts";

/** Ports at which programs let themselves be debugged, or show what they are about. */
const doors: Readonly<Record<number, string>> = {
  9229: "the debugger of Node",
  9230: "the debugger of Node",
  5005: "the debugger of Java",
  5678: "the debugger of Python",
  40000: "the debugger of Go",
  2345: "the debugger of Go",
  15672: "the management of RabbitMQ",
  9001: "the console of MinIO",
  6060: "the profiler of Go",
};

export const se603 = defineRule({
  id: "SE603",
  why: "Whoever reaches such a port reads, changes or runs what he likes.",
  bad: { "compose.yaml": 'services:\n  adminer:\n    image: adminer:4.8.1\n    ports: ["8080:8080"]\n' },
  good: { "compose.yaml": 'services:\n  adminer:\n    image: adminer:4.8.1\n    ports: ["127.0.0.1:8080:8080"]\n' },
  fix: "Publish it on 127.0.0.1, or not at all",
  *check(inventory) {
    for (const { stack, name, service, place } of eachService(inventory)) {
      const family = familyOf(service.image);
      for (const [index, port] of (service.ports ?? []).entries()) {
        if (!isOpen(port) || stack.isUnknown(port.host_ip ?? "")) continue;
        const what =
          family && /^(?:admin|metrics|mail)$/.test(family.kind) ? `${family.name}` : doorOf(port.target, service);
        if (what === undefined || (family?.kind === "mail" && !family.ports.includes(port.target))) continue;
        yield {
          at: place("ports", index),
          message: `service "${name}" publishes ${what} on all interfaces (port ${port.published ?? port.target})`,
          fix: toLoopback(inventory, stack.files, ["services", name, "ports", index]),
        };
      }
    }
  },
});

function doorOf(target: number, { image, command, build }: Service): string | undefined {
  const family = familyOf(image)?.name;
  if (target === 15672) return family === "rabbitmq" ? doors[target] : undefined;
  if (target === 9001) return family === "minio" ? doors[target] : undefined;
  if (target === 8080 && /traefik/.test(image ?? ""))
    return command?.some((word) => /api\.insecure(?:=true)?$/.test(word)) ? "the dashboard of Traefik" : undefined;
  // Somebody else's image may listen there for another purpose.
  return build || /--inspect|debugpy|jdwp|\bdlv\b/.test(command?.join(" ") ?? "") ? doors[target] : undefined;
}
