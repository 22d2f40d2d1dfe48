import { type Entry, entryText, type MappingNode, type Node, type ScalarNode, type SequenceNode } from "@slipway/core";
import { textOf } from "../attributes/texts.ts";
import { nodeOf, sequence } from "../yaml/make.ts";
import { compileRules, type PathRule, type RuleTrie } from "./path-rules.ts";

/** How two values of one path become one. `merge` merges by the common rules: mappings deep, sequences appended. */
export type MergeRule = (base: Node, over: Node, merge: (base: Node, over: Node) => Node) => Node;

/** The later value counts, also when it is null: that means "as the image has it". */
export const replace: MergeRule = (_, over) => over;
export const asPairs: MergeRule = (base, over, merge) => merge(toPairs(base), toPairs(over));
/** What takes the place of `asPairs` where variables stay: names may hold some, so all are kept as texts. */
export const asTexts: MergeRule = (base, over, merge) => merge(toTexts(base), toTexts(over));
const asSequence: MergeRule = (base, over, merge) => merge(toSequence(base), toSequence(over));
const asHosts: MergeRule = (base, over, merge) => merge(toHosts(base), toHosts(over));
const asKeys: MergeRule = (base, over, merge) => merge(toKeys(base), toKeys(over));
const asDependencies: MergeRule = (base, over, merge) => merge(toDependencies(base), toDependencies(over));
/** `gpus: all` is one request among others. */
const asRequests: MergeRule = (base, over, merge) => merge(base, base.kind === "sequence" ? toRequests(over) : over);
const asBuild: MergeRule = (base, over, merge) => merge(toBuild(base), toBuild(over));
const mappingsOnly: MergeRule = (base, over, merge) =>
  base.kind === "mapping" && over.kind === "mapping" ? merge(base, over) : over;

/** Options belong to a driver: another driver takes nothing from the one before. */
const sameDriver: MergeRule = (base, over, merge) => {
  const [old, now] = [entryText(base, "driver"), entryText(over, "driver")];
  return old === undefined || now === undefined || old === now ? merge(base, over) : over;
};

const bySubnet: MergeRule = (base, over, merge) => {
  if (base.kind !== "sequence" || over.kind !== "sequence") return over;
  const items = [...base.items];
  const places = new Map(items.map((item, index) => [entryText(item, "subnet"), index]));
  for (const item of over.items) {
    const subnet = entryText(item, "subnet");
    const place = subnet === undefined ? undefined : places.get(subnet);
    const old = place === undefined ? undefined : items[place];
    if (place !== undefined && old) items[place] = merge(old, item);
    else items.push(item);
  }
  return { ...base, items };
};

const service = (...path: string[]): readonly string[] => ["services", "*", ...path];

/** Names with values, as a list or a mapping. A name without a value replaces one with a value. */
const pairs = (path: readonly string[]): readonly PathRule<MergeRule>[] => [
  [path, asPairs],
  [[...path, "*"], replace],
];

/** What does not merge by the common rules. Source: Compose Specification, chapter "Merge". */
const table: readonly PathRule<MergeRule>[] = [
  ...pairs(service("annotations")),
  [service("build"), asBuild],
  ...pairs(service("build", "additional_contexts")),
  ...pairs(service("build", "args")),
  [service("build", "extra_hosts"), asHosts],
  ...pairs(service("build", "labels")),
  ...pairs(service("build", "ssh")),
  [service("build", "no_cache_filter"), asSequence],
  [service("build", "ulimits", "*"), mappingsOnly],
  [service("command"), replace],
  [service("depends_on"), asDependencies],
  ...pairs(service("deploy", "labels")),
  [service("dns"), asSequence],
  [service("dns_opt"), asSequence],
  [service("dns_search"), asSequence],
  [service("entrypoint"), replace],
  [service("env_file"), asSequence],
  ...pairs(service("environment")),
  [service("extra_hosts"), asHosts],
  [service("gpus"), asRequests],
  [service("healthcheck", "test"), replace],
  [service("label_file"), asSequence],
  ...pairs(service("labels")),
  [service("logging"), sameDriver],
  [service("models"), asKeys],
  [service("networks"), asKeys],
  ...pairs(service("sysctls")),
  [service("tmpfs"), asSequence],
  [service("ulimits", "*"), mappingsOnly],
  [["networks", "*", "ipam", "config"], bySubnet],
  ...pairs(["networks", "*", "labels"]),
  ...pairs(["volumes", "*", "labels"]),
  ...pairs(["configs", "*", "labels"]),
  ...pairs(["secrets", "*", "labels"]),
];

let compiled: RuleTrie<MergeRule> | undefined;

/** The merge rules, compiled at the first merge. */
export function mergeRules(): RuleTrie<MergeRule> {
  compiled ??= compileRules(table);
  return compiled;
}

/** `["A=1", "B"]` as `{A: "1", B: null}`. */
function toPairs(node: Node): Node {
  return fromItems(node, (item, text) => {
    const sign = text.indexOf("=");
    return sign === -1
      ? [text, { ...item, value: null }]
      : [text.slice(0, sign), { ...item, value: text.slice(sign + 1), plain: false }];
  });
}

/** `{A: b, C: null}` as `["A=b", "C"]`, sorted. */
function toTexts(node: Node): Node {
  if (node.kind !== "mapping") return toSequence(node);
  const items = [...node.entries.values()].map(({ key, value }) => {
    const named = value.kind === "scalar" && value.value !== null;
    return { ...nodeOf(named ? `${key}=${value.value}` : key, value), ...(value.tag ? { tag: value.tag } : {}) };
  });
  return sequence(
    items.sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1)),
    node,
  );
}

/** `[a, b]` as `{a: null, b: null}`. */
function toKeys(node: Node): Node {
  return fromItems(node, (item, text) => [text, { ...item, value: null }]);
}

function toDependencies(node: Node): Node {
  return fromItems(node, (item, text) => [
    text,
    mapping(item, { condition: { ...item, value: "service_started" }, required: { ...item, value: true } }),
  ]);
}

function toBuild(node: Node): Node {
  return node.kind === "scalar" && node.value !== null ? mapping(node, { context: node }) : node;
}

function toRequests(node: Node): Node {
  if (node.kind !== "scalar" || node.value !== "all") return node;
  return { kind: "sequence", items: [mapping(node, { count: { ...node, value: -1 } })], origin: node.origin };
}

function toSequence(node: Node): Node {
  return node.kind === "scalar" && node.value !== null
    ? { kind: "sequence", items: [node], origin: node.origin }
    : node;
}

/** `{host: [a, b]}` as `["host=a", "host=b"]`. */
function toHosts(node: Node): Node {
  if (node.kind !== "mapping") return node;
  const items = [...node.entries.values()].flatMap(({ key, value }) =>
    (value.kind === "sequence" ? value.items : [value]).map((address) =>
      address.kind === "scalar" ? { ...address, value: `${key}=${address.value}`, plain: false } : address,
    ),
  );
  return { kind: "sequence", items, origin: node.origin } satisfies SequenceNode;
}

/** A sequence of texts as a mapping; what is no sequence of texts stays, and the schema says what is wrong with it. */
function fromItems(node: Node, toEntry: (item: ScalarNode, text: string) => readonly [key: string, value: Node]): Node {
  if (node.kind !== "sequence") return node;
  const entries = new Map<string, Entry>();
  for (const item of node.items) {
    if (item.kind !== "scalar" || item.value === null) return node;
    const [key, value] = toEntry(item, String(item.value));
    entries.set(key, { key, keyOrigin: item.origin, value });
  }
  return { kind: "mapping", entries, origin: node.origin };
}

function mapping(at: ScalarNode, values: Readonly<Record<string, Node>>): MappingNode {
  const entries = Object.entries(values).map(([key, value]) => [key, { key, keyOrigin: at.origin, value }] as const);
  return { kind: "mapping", entries: new Map(entries), origin: at.origin };
}
