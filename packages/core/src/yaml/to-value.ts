import type { Node } from "./node.ts";

/** A tree as plain data. `__proto__` and its like stay ordinary keys. */
export function toValue(node: Node): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "sequence") return node.items.map(toValue);
  const made: Record<string, unknown> = {};
  for (const { key, value } of node.entries.values()) {
    if (key === "__proto__") {
      Object.defineProperty(made, key, { value: toValue(value), enumerable: true, writable: true, configurable: true });
    } else made[key] = toValue(value);
  }
  return made;
}
