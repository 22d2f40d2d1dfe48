import type { Node } from "@slipway/core";

/** True when two trees hold the same values, wherever they were written; the order of keys does not count. */
export function sameNode(a: Node, b: Node): boolean {
  if (a === b) return true;
  if (a.kind === "scalar" && b.kind === "scalar") return Object.is(a.value, b.value);
  if (a.kind === "sequence" && b.kind === "sequence") {
    return a.items.length === b.items.length && a.items.every((item, index) => sameNode(item, b.items[index] as Node));
  }
  if (a.kind !== "mapping" || b.kind !== "mapping" || a.entries.size !== b.entries.size) return false;
  for (const [key, { value }] of a.entries) {
    const other = b.entries.get(key);
    if (!other || !sameNode(value, other.value)) return false;
  }
  return true;
}
