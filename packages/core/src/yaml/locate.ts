import type { Position } from "../position.ts";
import { type Entry, type Node, type Path, positionOf } from "./node.ts";

/** The node at a path, or undefined. */
export function nodeAt(root: Node, path: Path): Node | undefined {
  let node: Node | undefined = root;
  for (const step of path) node = node && child(node, step);
  return node;
}

/**
 * Where the value at a path was written; the nearest parent's place when there is no such value. For a mapping or a list
 * that begins below its key, it is the place of the key, which says more than the first item.
 */
export function locateValue(root: Node, path: Path): Position {
  let node = root;
  let origin = root.origin;
  for (const step of path) {
    const next = child(node, step);
    if (!next) break;
    const entry = node.kind === "mapping" ? node.entries.get(String(step)) : undefined;
    origin = entry && beginsBelow(entry) ? entry.keyOrigin : next.origin;
    node = next;
  }
  return positionOf(origin);
}

/** Where the last key of a path was written; the nearest parent's place when there is no such key. */
export function locateKey(root: Node, path: Path): Position {
  const parent = nodeAt(root, path.slice(0, -1));
  const last = path.at(-1);
  const key = parent?.kind === "mapping" && typeof last === "string" ? parent.entries.get(last) : undefined;
  return key ? positionOf(key.keyOrigin) : locateValue(root, path);
}

function child(node: Node, step: string | number): Node | undefined {
  if (node.kind === "mapping") return node.entries.get(String(step))?.value;
  if (node.kind === "sequence") return node.items[Number(step)];
  return undefined;
}

function beginsBelow({ keyOrigin, value }: Entry): boolean {
  const { source, start } = value.origin;
  if (value.kind === "scalar" || source !== keyOrigin.source) return false;
  return source.text.slice(keyOrigin.end, start).includes("\n");
}
