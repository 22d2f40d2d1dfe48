import { entryText, type Node } from "@slipway/core";
import { compileRules, type PathRule, type RuleTrie } from "./path-rules.ts";

/** What makes an item of a sequence the same as another, or undefined when the item is always kept. */
export type UniqueKey = (item: Node) => string | undefined;

const text: UniqueKey = (item) => (item.kind === "scalar" ? String(item.value) : undefined);
const pairName: UniqueKey = (item) => text(item)?.split("=", 1)[0];
const field =
  (name: string): UniqueKey =>
  (item) =>
    text(item) ?? entryText(item, name);

/** A file is told from others by where it is mounted: by default under the name of its source. */
const mounted =
  (directory: string): UniqueKey =>
  (item) => {
    const target =
      item.kind === "scalar" ? String(item.value) : (entryText(item, "target") ?? entryText(item, "source"));
    return target === undefined || target.startsWith("/") ? target : `${directory}/${target}`;
  };

const port: UniqueKey = (item) => {
  if (item.kind !== "mapping") return text(item);
  const part = (name: string, absent: string): string => entryText(item, name) ?? absent;
  return `${part("host_ip", "0.0.0.0")}:${part("published", "")}:${part("target", "")}/${part("protocol", "tcp")}`;
};

const service = (...path: string[]): readonly string[] => ["services", "*", ...path];

/** Sequences in which a later item takes the place of an earlier one. Source: Compose Specification, chapter "Merge". */
const table: readonly PathRule<UniqueKey>[] = [
  [service("annotations"), pairName],
  [service("build", "additional_contexts"), pairName],
  [service("build", "args"), pairName],
  [service("build", "extra_hosts"), text],
  [service("build", "labels"), pairName],
  [service("build", "platforms"), text],
  [service("build", "tags"), text],
  [service("cap_add"), text],
  [service("cap_drop"), text],
  [service("configs"), mounted("")],
  [service("deploy", "labels"), pairName],
  [service("device_cgroup_rules"), text],
  [service("devices"), field("target")],
  [service("dns"), text],
  [service("dns_opt"), text],
  [service("dns_search"), text],
  [service("env_file"), field("path")],
  [service("environment"), pairName],
  [service("expose"), text],
  [service("external_links"), text],
  [service("extra_hosts"), text],
  [service("group_add"), text],
  [service("labels"), pairName],
  [service("links"), text],
  [service("networks", "*", "aliases"), text],
  [service("networks", "*", "link_local_ips"), text],
  [service("ports"), port],
  [service("profiles"), text],
  [service("secrets"), mounted("/run/secrets")],
  [service("security_opt"), text],
  [service("sysctls"), pairName],
  [service("tmpfs"), text],
  [service("volumes"), field("target")],
  [service("volumes_from"), text],
  [["networks", "*", "labels"], pairName],
  [["volumes", "*", "labels"], pairName],
  [["configs", "*", "labels"], pairName],
  [["secrets", "*", "labels"], pairName],
];

let compiled: RuleTrie<UniqueKey> | undefined;

/** The uniqueness rules, compiled at the first use. */
export function uniqueRules(): RuleTrie<UniqueKey> {
  compiled ??= compileRules(table);
  return compiled;
}
