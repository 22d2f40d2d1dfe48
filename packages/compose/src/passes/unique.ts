import type { Node, SequenceNode } from "@slipway/core";
import type { History } from "../explain/history.ts";
import { rewrite } from "../rules/path-rules.ts";
import { type UniqueKey, uniqueRules } from "../rules/unique.ts";

/**
 * Drops from the sequences of rules/unique.ts what a later item says again: the later one takes the earlier one's
 * place. It runs on short and on long syntax: before the schema and again behind the canonical form.
 * Source: Compose Specification, chapter "Merge", "Unique resources".
 */
export function enforceUnique(root: Node, history?: History): Node {
  return rewrite(root, uniqueRules(), (keyOf, node) =>
    node.kind === "sequence" && node.items.length > 1 ? unique(node, keyOf, history) : node,
  );
}

function unique(node: SequenceNode, keyOf: UniqueKey, history: History | undefined): Node {
  const places = new Map<string, number>();
  const items: Node[] = [];
  for (const item of node.items) {
    const key = keyOf(item);
    const place = key === undefined ? undefined : places.get(key);
    if (place !== undefined) {
      history?.replace(items[place] as Node, item, "merge");
      items[place] = item;
    } else {
      if (key !== undefined) places.set(key, items.length);
      items.push(item);
    }
  }
  return items.length === node.items.length ? node : { ...node, items };
}
