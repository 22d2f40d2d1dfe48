import { eachService, type StackService } from "../../inventory/compose/each-service.ts";
import { hostIn } from "../../knowledge/hosts.ts";
import { defineRule } from "../rule.ts";

export const dk109 = defineRule({
  id: "DK109",
  why: "Within a stack a host is the name of a service; any other name is not found, and the program waits or fails at run time.",
  bad: {
    "compose.yaml":
      "services:\n  web:\n    image: shop:1.4\n    environment:\n      DATABASE_URL: postgres://app:${PW}@postgres:5432/app\n  db:\n    image: postgres:17\n",
  },
  good: {
    "compose.yaml":
      "services:\n  web:\n    image: shop:1.4\n    environment:\n      DATABASE_URL: postgres://app:${PW}@db:5432/app\n  db:\n    image: postgres:17\n",
  },
  fix: "Use the name of a service, or one of its aliases",
  *check(inventory) {
    for (const one of eachService(inventory)) {
      const { stack, name, service, place } = one;
      const { project } = stack;
      if (!project || service.network_mode !== undefined) continue;
      const outside = Object.keys(service.networks ?? {}).some((key) => project.networks[key]?.external);
      if (outside || service.external_links) continue;
      const known = namesIn(one);
      for (const [key, value] of Object.entries(service.environment ?? {})) {
        const host = value === null ? undefined : hostIn(key, value);
        if (host === undefined || stack.isUnknown(host) || known.has(host.toLowerCase())) continue;
        const names = Object.keys(project.services).join(", ");
        yield {
          at: place("environment", key),
          message: `${key} of service "${name}" names the host "${host}", which is no service of this stack`,
          evidence: [{ ...stack.place(["services"]), text: `the services are ${names}` }],
        };
      }
    }
  },
});

/** Every name under which a container of the stack is found. */
function namesIn({ stack, service }: StackService): ReadonlySet<string> {
  const names = new Set<string>(Object.keys(service.extra_hosts ?? {}));
  for (const [name, other] of Object.entries({ ...stack.project?.services, ...stack.project?.disabledServices })) {
    for (const one of [name, other.container_name, other.hostname]) if (one !== undefined) names.add(one.toLowerCase());
    for (const network of Object.values(other.networks ?? {}))
      for (const alias of network?.aliases ?? []) names.add(alias.toLowerCase());
    for (const link of other.links ?? []) names.add((link.split(":")[1] ?? link).toLowerCase());
    // Replicas may be called by their number.
    names.add(`${stack.project?.name}-${name}-1`).add(`${stack.project?.name}_${name}_1`);
  }
  return names;
}
