import { runTogether, type StackService, servicesOf } from "../../inventory/compose/each-service.ts";
import { defineRule } from "../rule.ts";

export const dk125 = defineRule({
  id: "DK125",
  why: "The name of a container is unique on its host: the second stack, replica or copy of the project does not start.",
  bad: {
    "compose.yaml": "services:\n  db:\n    image: postgres:17\n    container_name: shop-db\n",
    "compose.test.yaml":
      "services:\n  db:\n    image: postgres:17\n    container_name: shop-db\n    tmpfs: /var/lib/postgresql\n",
  },
  good: {
    "compose.yaml": "services:\n  db:\n    image: postgres:17\n",
    "compose.test.yaml": "services:\n  db:\n    image: postgres:17\n    tmpfs: /var/lib/postgresql\n",
  },
  fix: "Take container_name away: containers find each other by the name of the service",
  *check({ stacks }) {
    const seen = new Map<string, StackService>();
    const told = new Set<string>();
    for (const stack of stacks) {
      const own = new Map<string, StackService>();
      for (const one of servicesOf(stack)) {
        const name = one.service.container_name;
        if (name === undefined || stack.isUnknown(name)) continue;
        const at = one.place("container_name");
        const twin = own.get(name);
        const other = seen.get(name);
        own.set(name, twin ?? one);
        if (twin && runTogether(twin.service, one.service)) {
          const message = `services "${twin.name}" and "${one.name}" have the same container_name "${name}"`;
          yield {
            at,
            message,
            severity: "error",
            evidence: [{ ...twin.place("container_name"), text: `container_name: ${name}` }],
          };
        } else if ((one.service.deploy?.replicas ?? one.service.scale ?? 1) > 1) {
          yield {
            at,
            message: `service "${one.name}" has several replicas and the fixed container_name "${name}"`,
            severity: "error",
          };
        } else if (other && other.stack !== stack && other.stack.purpose !== stack.purpose) {
          const there = other.place("container_name");
          const line = `${at.file}:${at.line}`;
          if (told.has(line)) continue;
          told.add(line);
          const message = `container_name "${name}" is fixed for the ${other.stack.purpose} stack and for the ${stack.purpose} stack, which cannot run beside each other`;
          yield {
            at,
            message,
            evidence: [{ ...there, text: `container_name: ${name} in ${other.stack.files.join(" + ")}` }],
          };
        }
      }
      for (const [name, one] of own) if (!seen.has(name)) seen.set(name, one);
    }
  },
});
