import { nodeAt } from "@slipway/core";
import type { Fix } from "../../finding.ts";
import { addEntry, serviceIn } from "../../fix/add-entry.ts";
import { eachService, runTogether, type StackService } from "../../inventory/compose/each-service.ts";
import type { Inventory } from "../../inventory/inventory.ts";
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
      const lacking: string[] = [];
      for (const [key, target] of hostsOf(one)) {
        const other = services[target];
        if (!other || target === name || !runTogether(service, other) || waitsFor(one, target)) continue;
        // Two that call each other cannot both wait.
        if (waitsFor({ ...one, name: target, service: other }, name)) continue;
        lacking.push(target);
        yield {
          at: place("environment", key),
          ...(lacking.length === 1 ? { fix: dependingOn(one, target, inventory) } : {}),
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
          fix: waitingFor(one, target, inventory),
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

/** Adds `depends_on` to a service that has none at all, in the file that has both. */
function dependingOn(one: StackService, target: string, { composeFiles }: Inventory): Fix {
  const { stack, name, service } = one;
  const other = stack.project?.services[target];
  const isChecked = other?.healthcheck?.test !== undefined && !other.healthcheck.disable;
  const advice = `Add depends_on: { ${target}: { condition: ${isChecked ? "service_healthy" : "service_started"} } }`;
  const file = stack.files.find((path) => serviceIn(composeFiles, path, name));
  const node = file === undefined ? undefined : serviceIn(composeFiles, file, name);
  const isAlone = hostsOf(one).size === 1 && service.depends_on === undefined;
  if (file === undefined || !node || !isAlone || !serviceIn(composeFiles, file, target))
    return { text: advice, safe: false, edits: [] };
  const lines = isChecked ? [`  ${target}:`, "    condition: service_healthy"] : [`  - ${target}`];
  const edit = addEntry(file, node, ["depends_on:", ...lines]);
  return { text: advice, safe: edit !== undefined, edits: edit ? [edit] : [] };
}

/** Writes the other condition, where one is written. */
function waitingFor({ stack, name }: StackService, target: string, { composeFiles }: Inventory): Fix {
  const text = `Write depends_on: { ${target}: { condition: service_healthy } }`;
  for (const file of stack.files) {
    const service = serviceIn(composeFiles, file, name);
    if (service === undefined) continue;
    const condition = nodeAt(service, ["depends_on", target, "condition"]);
    if (condition?.kind !== "scalar" || condition.value !== "service_started" || !condition.plain) continue;
    const { source, start, end } = condition.origin;
    // What an anchor brings along is changed for others too.
    if (source.file !== file || start < service.origin.start || start > service.origin.end) continue;
    if (source.text.slice(start, end) === "service_started")
      return { text, safe: true, edits: [{ file, start, end, text: "service_healthy" }] };
  }
  return { text, safe: false, edits: [] };
}
