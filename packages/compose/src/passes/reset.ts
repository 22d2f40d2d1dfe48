import type { Entry, Node } from "@slipway/core";

/**
 * The tree without what is marked `!reset`, and without the mark `!override`: what merging leaves of both when nothing
 * lay underneath. A tree without marks is returned as it is.
 * Source: Compose Specification, chapter "Merge", "Reset value" and "Replace value".
 */
export function stripResets(root: Node): Node {
  const visit = (node: Node): Node => {
    if (node.kind === "scalar") return untagged(node);
    return untagged(node.kind === "sequence" ? visitSequence(node) : visitMapping(node));
  };
  const visitSequence = (node: Extract<Node, { kind: "sequence" }>): Node => {
    const items = node.items.filter((item) => item.tag !== "!reset").map(visit);
    const same = items.length === node.items.length && items.every((item, index) => item === node.items[index]);
    return same ? node : { ...node, items };
  };
  const visitMapping = (node: Extract<Node, { kind: "mapping" }>): Node => {
    let entries: Map<string, Entry> | undefined;
    for (const entry of node.entries.values()) {
      const value = visit(entry.value);
      if (entry.value.tag === "!reset") {
        entries ??= new Map(node.entries);
        entries.delete(entry.key);
      } else if (value !== entry.value) {
        entries ??= new Map(node.entries);
        entries.set(entry.key, { ...entry, value });
      }
    }
    return entries ? { ...node, entries } : node;
  };
  return visit(root);
}

function untagged(node: Node): Node {
  if (node.tag === undefined) return node;
  const { tag: _, ...rest } = node;
  return rest;
}
