import type { Fix } from "../../finding.ts";
import { serviceIn } from "../../fix/add-entry.ts";
import { removeEntry } from "../../fix/remove-entry.ts";
import { runTogether, type StackService, servicesOf } from "../../inventory/compose/each-service.ts";
import type { Inventory } from "../../inventory/inventory.ts";
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
  *check(inventory) {
    const { stacks } = inventory;
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
            fix: withoutName(one, name, inventory),
            evidence: [{ ...twin.place("container_name"), text: `container_name: ${name}` }],
          };
        } else if ((one.service.deploy?.replicas ?? one.service.scale ?? 1) > 1) {
          yield {
            at,
            message: `service "${one.name}" has several replicas and the fixed container_name "${name}"`,
            severity: "error",
            fix: withoutName(one, name, inventory),
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
            fix: withoutName(one, name, inventory),
            evidence: [{ ...there, text: `container_name: ${name} in ${other.stack.files.join(" + ")}` }],
          };
        }
      }
      for (const [name, one] of own) if (!seen.has(name)) seen.set(name, one);
    }
  },
});

/** Takes the name away where nothing else in the repository speaks of it: a host, or `docker exec`. */
function withoutName(
  { name: service, stack }: StackService,
  name: string,
  { composeFiles, paths, text }: Inventory,
): Fix {
  const advice = "Take container_name away: containers find each other by the name of the service";
  const isNamed = paths.some((path) => {
    const content = text(path);
    return content?.includes(name) && content.replace(/^\s*container_name:.*$/gm, "").includes(name);
  });
  const edits = stack.files.flatMap((file) => {
    const node = serviceIn(composeFiles, file, service);
    const entry = node?.entries.get("container_name");
    return (node && entry && removeEntry(file, entry, node.entries.size)) ?? [];
  });
  return { text: advice, safe: !isNamed && edits.length > 0, edits };
}
