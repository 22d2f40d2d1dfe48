import type { Entry, MappingNode, Node, Origin, ScalarNode, ScalarValue, SequenceNode } from "@slipway/core";

/** A scalar that stands where `like` stands. */
export function scalar(value: ScalarValue, like: Node): ScalarNode {
  return { kind: "scalar", value, plain: false, ...tagOf(like), origin: like.origin };
}

/** A list that stands where `like` stands. */
export function sequence(items: readonly Node[], like: Node): SequenceNode {
  return { kind: "sequence", items, ...tagOf(like), origin: like.origin };
}

/** A mapping that stands where `like` stands. */
export function mapping(entries: Iterable<Entry>, like: Node): MappingNode {
  const map = new Map<string, Entry>();
  for (const one of entries) map.set(one.key, one);
  return { kind: "mapping", entries: map, ...tagOf(like), origin: like.origin };
}

/** One pair of a mapping; without a place of its own the key stands where its value does. */
export function entry(key: string, value: Node, keyOrigin: Origin = value.origin): Entry {
  return { key, keyOrigin, value };
}

/** A value made by a rule (a default, say), placed where `like` stands. Tags stay behind. */
export function nodeOf(value: unknown, like: Node): Node {
  const bare: Node = { kind: "scalar", value: null, plain: false, origin: like.origin };
  if (Array.isArray(value))
    return sequence(
      value.map((item) => nodeOf(item, like)),
      bare,
    );
  if (typeof value === "object" && value !== null) {
    const given = Object.entries(value).filter(([, one]) => one !== undefined);
    return mapping(
      given.map(([key, one]) => entry(key, nodeOf(one, like))),
      bare,
    );
  }
  return scalar(value as ScalarValue, bare);
}

/** The mapping with some keys set: replaced in place, else added at the end. */
export function withEntries(node: MappingNode, changed: Readonly<Record<string, Node>>): MappingNode {
  const entries = new Map(node.entries);
  for (const [key, value] of Object.entries(changed)) {
    const old = entries.get(key);
    entries.set(key, old ? { ...old, value } : entry(key, value));
  }
  return { ...node, entries };
}

function tagOf(node: Node): { tag?: string } {
  return node.tag === undefined ? {} : { tag: node.tag };
}
