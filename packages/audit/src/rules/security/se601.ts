import { eachService } from "../../inventory/compose/each-service.ts";
import { familyOf, holdsData } from "../../knowledge/image-families.ts";
import { defineRule } from "../rule.ts";
import { isOpen, toLoopback } from "./published.ts";

export const se601 = defineRule({
  id: "SE601",
  why: "A port without an address is open to every network that the host is in; the engine opens it past the host's firewall.",
  bad: { "compose.yaml": 'services:\n  db:\n    image: postgres:17\n    ports: ["5432:5432"]\n' },
  good: { "compose.yaml": 'services:\n  db:\n    image: postgres:17\n    ports: ["127.0.0.1:5432:5432"]\n' },
  fix: "Publish it on 127.0.0.1, or not at all: services of the stack reach it without",
  *check(inventory) {
    for (const { stack, name, service, place } of eachService(inventory)) {
      const family = familyOf(service.image);
      if (!family || !holdsData(family)) continue;
      for (const [index, port] of (service.ports ?? []).entries()) {
        // Pages for administration are another rule's.
        if (family.kind !== "database" && !family.ports.includes(port.target)) continue;
        if (!isOpen(port) || stack.isUnknown(port.host_ip ?? "")) continue;
        const path = ["services", name, "ports", index] as const;
        const severity = stack.purpose === "production" || stack.purpose === "staging" ? "error" : "warning";
        const what = `port ${port.published ?? port.target} of service "${name}" (${family.name})`;
        yield {
          at: place("ports", index),
          message: `${what} is published on all interfaces`,
          severity,
          fix: toLoopback(inventory, stack.files, path),
        };
      }
    }
  },
});
