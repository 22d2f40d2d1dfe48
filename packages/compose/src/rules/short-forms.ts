import type { Canonical } from "../attributes/scope.ts";
import { toVariables } from "../attributes/texts.ts";
import { nodeOf, withEntries } from "../yaml/make.ts";
import { canonicalRules } from "./canonical.ts";
import type { PathRule } from "./path-rules.ts";

const ofService = `build build.additional_contexts build.provenance build.sbom build.secrets.* configs.* depends_on
  develop.watch.*.ignore develop.watch.*.include devices.* dns env_file label_file models networks ports secrets.*
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

/**
 * The part of the canonical rules that only writes short syntaxes out: all that is done to a project whose variables stay,
 * since the values may still hold some. Source: compose-go `transform/canonical.go`.
 */
export function shortFormRules(): PathRule<Canonical>[] {
  const service = (way: string): string[] => ["services", "*", ...way.split(".")];
  return [
    ...canonicalRules().filter(([path]) => ways.has(path.join("."))),
    [service("build.ssh"), toVariables],
    [service("gpus"), allGpus],
    [service("gpus.*"), allDevices],
    [service("deploy.resources.reservations.devices.*"), allDevices],
  ];
}
