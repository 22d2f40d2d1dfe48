import type { Diagnostics } from "../diagnostic.ts";
import { textFinding } from "../text-errors.ts";
import { type Entry, type MappingNode, type Node, type Origin, positionOf, type ScalarNode } from "./node.ts";

/** A merge key (`<<`) and what stands behind it. */
export interface MergeSource {
  readonly key: ScalarNode;
  readonly value: Node;
}

/**
 * A mapping out of its pairs and merge keys. The mapping's own keys win over merged ones, and an earlier mapping of a
 * merge list wins over a later one. A key given twice and a key that is no text are reported.
 * Source: YAML merge key (yaml.org/type/merge), as go-yaml v4 applies it.
 */
export function mappingNode(
  pairs: readonly { readonly key: ScalarNode; readonly value: Node }[],
  merges: readonly MergeSource[],
  tag: string | undefined,
  origin: Origin,
  diagnostics: Diagnostics,
  area: string,
): MappingNode {
  const entries = new Map<string, Entry>();
  let incomplete = false;
  for (const { key, value } of pairs) {
    if (typeof key.value !== "string") {
      diagnostics.add(textFinding(area, "KEY_NOT_TEXT", { key: String(key.value) }, positionOf(key.origin)));
      incomplete = true;
      continue;
    }
    const first = entries.get(key.value);
    if (first) reportDuplicate(key.value, first.keyOrigin, key.origin, diagnostics, area);
    else entries.set(key.value, { key: key.value, keyOrigin: key.origin, value });
  }
  const [merge, ...more] = merges;
  for (const { key } of more) if (merge) reportDuplicate("<<", merge.key.origin, key.origin, diagnostics, area);
  if (merge) {
    const sources = mergeMappings(merge.value, diagnostics, area);
    incomplete ||= sources.length < (merge.value.kind === "sequence" ? merge.value.items.length : 1);
    for (const source of sources) {
      for (const entry of source.entries.values()) if (!entries.has(entry.key)) entries.set(entry.key, entry);
    }
  }
  return { kind: "mapping", entries, ...(tag ? { tag } : {}), ...(incomplete ? { fault: "incomplete" } : {}), origin };
}

function mergeMappings(value: Node, diagnostics: Diagnostics, area: string): MappingNode[] {
  const mappings: MappingNode[] = [];
  for (const source of value.kind === "sequence" ? value.items : [value]) {
    if (source.kind === "mapping") mappings.push(source);
    else if (source.fault === undefined)
      diagnostics.add(textFinding(area, "BAD_MERGE_KEY", { found: source.kind }, positionOf(source.origin)));
  }
  return mappings;
}

function reportDuplicate(key: string, first: Origin, second: Origin, diagnostics: Diagnostics, area: string): void {
  const line = positionOf(first).line;
  diagnostics.add(
    textFinding(area, "DUPLICATE_KEY", { key, line, again: positionOf(second).line }, positionOf(second)),
  );
}
