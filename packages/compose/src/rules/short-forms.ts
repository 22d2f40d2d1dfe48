import type { Node } from "@slipway/core";
import { toPorts } from "../attributes/ports.ts";
import type { Canonical } from "../attributes/scope.ts";
import { toVariables } from "../attributes/texts.ts";
import { nodeOf, sequence, withEntries } from "../yaml/make.ts";
import { canonicalRules } from "./canonical.ts";
import type { PathRule } from "./path-rules.ts";

const ofService = `build build.additional_contexts build.provenance build.sbom build.secrets.* configs.* depends_on
  develop.watch.*.ignore develop.watch.*.include devices.* dns env_file label_file models networks secrets.*
  volumes.* volumes.*.target`.split(/\s+/);
const ways: ReadonlySet<string> = new Set([
  ...ofService.map((way) => `services.*.${way}`),
  ...["configs.*", "networks.*", "secrets.*", "volumes.*"],
]);

const allGpus: Canonical = (node) => (node.kind === "scalar" ? nodeOf([{ count: node.value }], node) : node);
const allDevices: Canonical = (node) =>
  node.kind !== "mapping" || node.entries.has("count") || node.entries.has("device_ids")
    ? node
    : withEntries(node, { count: nodeOf("all", node) });

/** One port that holds a variable leaves the whole list as it stands, but for what the files before had in it. */
const ports: Canonical = (node, scope) => {
  if (node.kind !== "sequence") return node;
  let items: readonly Node[] = [];
  for (const [index, item] of node.items.entries()) {
    items = [...items, item];
    if (node.items[index + 1]?.origin.source === item.origin.source) continue;
    const read = toPorts(sequence(items, node), scope);
    if (read.kind === "sequence" && read.items.every(({ kind }) => kind === "mapping")) items = read.items;
  }
  return sequence(items, node);
};

/**
 * The part of the canonical rules that only writes short syntaxes out: all that is done to a project whose variables stay,
 * since the values may still hold some. Source: compose-go `transform/canonical.go`.
 */
export function shortFormRules(): PathRule<Canonical>[] {
  const service = (way: string): string[] => ["services", "*", ...way.split(".")];
  return [
    ...canonicalRules().filter(([path]) => ways.has(path.join("."))),
    [service("build.ssh"), toVariables],
    [service("ports"), ports],
    [service("gpus"), allGpus],
    [service("gpus.*"), allDevices],
    [service("deploy.resources.reservations.devices.*"), allDevices],
  ];
}
