import type { Entry, MappingNode, Node, Path, SequenceNode } from "@slipway/core";
import type { Doubts } from "../doubts.ts";

/** The ways to the nodes that are to go: a step leads to further steps, or to `out`. */
type Ways = Map<string | number, Ways | "out">;

/**
 * The tree without the values at `wrong` and without those that earlier passes have marked as faulty. Every place is
 * noted in `doubts`. Parts in which nothing is wrong are shared with the old tree.
 */
export function prune(root: Node, doubts: Doubts, wrong: readonly Path[] = []): Node {
  const path: (string | number)[] = [];
  /** The node without what is wrong in it; undefined when it is wrong itself. */
  const visit = (node: Node, ways: Ways | "out" | undefined): Node | undefined => {
    const out = node.fault === "out" || ways === "out";
    // Nobody misses an item of a list.
    if (out ? typeof path.at(-1) !== "number" : node.fault) doubts.add(path);
    if (out) return undefined;
    const kept = node.fault === undefined ? node : faultless(node);
    if (kept.kind === "scalar") return kept;
    return kept.kind === "sequence" ? visitItems(kept, ways) : visitEntries(kept, ways);
  };
  const below = (step: string | number, node: Node, ways: Ways | undefined): Node | undefined => {
    path.push(step);
    const kept = visit(node, ways?.get(step));
    path.pop();
    return kept;
  };
  const visitItems = (node: SequenceNode, ways: Ways | undefined): Node => {
    const items = node.items.flatMap((item, index) => below(index, item, ways) ?? []);
    const same = items.length === node.items.length && items.every((item, index) => item === node.items[index]);
    return same ? node : { ...node, items };
  };
  const visitEntries = (node: MappingNode, ways: Ways | undefined): Node => {
    let entries: Map<string, Entry> | undefined;
    for (const entry of node.entries.values()) {
      const value = below(entry.key, entry.value, ways);
      if (value === entry.value) continue;
      entries ??= new Map(node.entries);
      if (value) entries.set(entry.key, { ...entry, value });
      else entries.delete(entry.key);
    }
    return entries ? { ...node, entries } : node;
  };
  return visit(root, waysTo(wrong)) ?? { kind: "mapping", entries: new Map(), origin: root.origin };
}

function waysTo(paths: readonly Path[]): Ways | "out" {
  const root: Ways = new Map();
  for (const path of paths) {
    if (path.length === 0) return "out";
    let at = root;
    for (const [index, step] of path.entries()) {
      const next = at.get(step);
      if (next === "out") break;
      if (index === path.length - 1) at.set(step, "out");
      else {
        const deeper: Ways = next ?? new Map();
        at.set(step, deeper);
        at = deeper;
      }
    }
  }
  return root;
}

function faultless<Kept extends Node>(node: Kept): Kept {
  const { fault: _, ...rest } = node;
  return rest as Kept;
}
