import { type Entry, type MappingNode, type Node, type Path, positionOf } from "@slipway/core";
import { composeErrors } from "../errors.ts";
import { asPairs, asTexts, type MergeRule, mergeRules, replace } from "../rules/merge.ts";
import { below, type RuleTrie } from "../rules/path-rules.ts";
import type { LoadContext } from "./context.ts";
import { stripResets } from "./reset.ts";

type MergeContext = Pick<LoadContext, "diagnostics"> & Partial<Pick<LoadContext, "history" | "interpolate">>;

/**
 * `over` on top of `base`: mappings merge deep, sequences append, scalars are replaced, and the table of rules/merge.ts
 * says what differs. `!override` replaces, `!reset` takes away. `at` is the path of both (the root if left out).
 * Source: Compose Specification, chapter "Merge".
 */
export function mergeNodes(base: Node, over: Node, context: MergeContext, at: Path = []): Node {
  const rules = at.reduce<RuleTrie<MergeRule> | undefined>((tree, key) => below(tree, String(key)), mergeRules());

  const merge = (base: Node, over: Node, rules: RuleTrie<MergeRule> | undefined, path: Path): Node => {
    const result = over.tag === "!override" ? over : mergeByRule(base, over, rules, path);
    if (result === over) context.history?.replace(base, over, at.length > 0 ? "extends" : "merge");
    return result;
  };

  const mergeByRule: typeof merge = (base, over, rules, path) => {
    const rule = rules?.value === asPairs && context.interpolate === false ? asTexts : rules?.value;
    return rule === replace || (rule && !isNull(base) && !isNull(over))
      ? rule(base, over, (base, over) => common(base, over, rules, path))
      : common(base, over, rules, path);
  };

  const common = (base: Node, over: Node, rules: RuleTrie<MergeRule> | undefined, path: Path): Node => {
    if (isNull(over)) return base;
    if (base.kind === "scalar") return over;
    if (base.kind === "sequence" && over.kind === "sequence") return { ...over, items: [...base.items, ...over.items] };
    if (base.kind === "mapping" && over.kind === "mapping") return mergeEntries(base, over, rules, path);
    const params = { path: path.join("."), was: base.kind, now: over.kind };
    context.diagnostics.add(composeErrors.diagnostic("COMPOSE_CANNOT_MERGE", params, positionOf(over.origin)));
    return { ...base, fault: "out" };
  };

  const mergeEntries = (
    base: MappingNode,
    over: MappingNode,
    rules: RuleTrie<MergeRule> | undefined,
    path: Path,
  ): MappingNode => {
    const entries = new Map<string, Entry>(base.entries);
    for (const entry of over.entries.values()) {
      const { key, value } = entry;
      const old = entries.get(key);
      if (value.tag === "!reset") entries.delete(key);
      else if (!old) entries.set(key, entry);
      else entries.set(key, { ...entry, value: merge(old.value, value, below(rules, key), [...path, key]) });
    }
    return { ...base, ...(over.fault ? { fault: over.fault } : {}), entries };
  };

  return stripResets(merge(base, over, rules, at));
}

function isNull(node: Node): boolean {
  return node.kind === "scalar" && node.value === null;
}
