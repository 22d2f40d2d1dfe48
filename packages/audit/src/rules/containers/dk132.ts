import { eachService, runTogether, type StackService } from "../../inventory/compose/each-service.ts";
import { hostIn } from "../../knowledge/hosts.ts";
import { defineRule } from "../rule.ts";

const db = "  db:\n    image: postgres:17\n    healthcheck: { test: pg_isready }\n";
const web = 'services:\n  web:\n    image: shop:1.4\n    environment: { DATABASE_URL: "postgres://app@db/app" }\n';

export const dk132 = defineRule({
  id: "DK132",
  why: "The program starts before the one that it calls, and fails or loses its first requests, now and then.",
  bad: { "compose.yaml": `${web}${db}` },
  good: { "compose.yaml": `${web}    depends_on: { db: { condition: service_healthy } }\n${db}` },
  fix: "Add it to depends_on, with the condition service_healthy where it has a healthcheck",
  *check(inventory) {
    for (const one of eachService(inventory)) {
      const { stack, name, service, place } = one;
      const services = stack.project?.services ?? {};
      // On the network of the host no service is found by its name.
      if (service.network_mode !== undefined) continue;
      for (const [key, target] of hostsOf(one)) {
        const other = services[target];
        if (!other || target === name || !runTogether(service, other) || waitsFor(one, target)) continue;
        // Two that call each other cannot both wait.
        if (waitsFor({ ...one, name: target, service: other }, name)) continue;
        yield {
          at: place("environment", key),
          message: `service "${name}" uses "${target}" (${key}) and does not depend on it`,
          evidence: [{ ...stack.place(["services", target]), text: `services.${target}` }],
        };
      }
      for (const [target, { condition }] of Object.entries(service.depends_on ?? {})) {
        const check = services[target]?.healthcheck;
        if (condition !== "service_started" || !check?.test || check.disable || check.test[0] === "NONE") continue;
        yield {
          at: place("depends_on", target),
          message: `service "${name}" waits until "${target}" is started, not until it is healthy`,
          evidence: [{ ...stack.place(["services", target, "healthcheck"]), text: `"${target}" has a healthcheck` }],
          fix: `Write depends_on: { ${target}: { condition: service_healthy } }`,
        };
      }
    }
  },
});

/** The services that the environment names, each with the first variable that does. */
function hostsOf({ stack, service }: StackService): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [name, other] of Object.entries(stack.project?.services ?? {})) {
    names.set(name, name);
    if (other.container_name !== undefined) names.set(other.container_name, name);
    if (other.hostname !== undefined) names.set(other.hostname, name);
  }
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(service.environment ?? {})) {
    const target = names.get((value === null ? undefined : hostIn(key, value)) ?? "");
    if (target !== undefined && ![...found.values()].includes(target)) found.set(key, target);
  }
  return found;
}

/** True when a service depends on another, also through others. */
function waitsFor({ stack, service }: StackService, target: string): boolean {
  const seen = new Set<string>();
  const waiting = [service];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    for (const name of [
      ...Object.keys(one.depends_on ?? {}),
      ...(one.links ?? []).map((link) => link.split(":")[0] ?? link),
    ]) {
      if (name === target) return true;
      const next = stack.project?.services[name];
      if (next && !seen.has(name)) waiting.push(next);
      seen.add(name);
    }
  }
  return false;
}
