import type { Entry, MappingNode, Node, Path, SequenceNode } from "@slipway/core";

/** A pattern of steps, `*` for any one step, and what holds at the paths that match it. */
export type PathRule<Value> = readonly [pattern: readonly string[], value: Value];

/** Rules by their first step; the steps of a path lead to its rule. */
export interface RuleTrie<Value> {
  value?: Value;
  readonly steps: Map<string, RuleTrie<Value>>;
}

/** A table of rules made ready to walk with. @throws Error when two rules have the same pattern: a fault of ours. */
export function compileRules<Value>(rules: readonly PathRule<Value>[]): RuleTrie<Value> {
  const root: RuleTrie<Value> = { steps: new Map() };
  for (const [pattern, value] of rules) {
    let at = root;
    for (const step of pattern) {
      const next: RuleTrie<Value> = at.steps.get(step) ?? { steps: new Map() };
      at.steps.set(step, next);
      at = next;
    }
    if (at.value !== undefined) throw new Error(`two rules for ${pattern.join(".")}`);
    at.value = value;
  }
  return root;
}

/**
 * The tree with every node that a rule matches replaced by what `change` makes of it, parents before their children.
 * Parts that no rule reaches are shared with the old tree. A literal step wins over `*`. The path given to `change`
 * is only valid during the call.
 */
export function rewrite<Value>(
  root: Node,
  rules: RuleTrie<Value>,
  change: (value: Value, node: Node, path: Path) => Node,
): Node {
  const path: (string | number)[] = [];
  const visit = (node: Node, at: RuleTrie<Value>): Node => {
    const changed = at.value === undefined ? node : change(at.value, node, path);
    if (at.steps.size === 0 || changed.kind === "scalar") return changed;
    return changed.kind === "sequence" ? visitItems(changed, at) : visitEntries(changed, at);
  };
  const visitItems = (node: SequenceNode, at: RuleTrie<Value>): Node => {
    const next = at.steps.get("*");
    if (!next) return node;
    let same = true;
    const items = node.items.map((item, index) => {
      path.push(index);
      const made = visit(item, next);
      path.pop();
      if (made !== item) same = false;
      return made;
    });
    return same ? node : { ...node, items };
  };
  const visitEntries = (node: MappingNode, at: RuleTrie<Value>): Node => {
    let entries: Map<string, Entry> | undefined;
    const step = (key: string, next: RuleTrie<Value>): void => {
      const old = node.entries.get(key);
      if (!old) return;
      path.push(key);
      const made = visit(old.value, next);
      path.pop();
      if (made === old.value) return;
      entries ??= new Map(node.entries);
      entries.set(key, { ...old, value: made });
    };
    const any = at.steps.get("*");
    for (const key of any ? node.entries.keys() : at.steps.keys()) {
      const next = at.steps.get(key) ?? any;
      if (next) step(key, next);
    }
    return entries ? { ...node, entries } : node;
  };
  return visit(root, rules);
}

/** The rules for what stands behind a step, if there are any. A literal step wins over `*`. */
export function below<Value>(rules: RuleTrie<Value> | undefined, step: string): RuleTrie<Value> | undefined {
  return rules?.steps.get(step) ?? rules?.steps.get("*");
}
