import type { Canonical } from "../attributes/scope.ts";
import { canonicalRules } from "../rules/canonical.ts";
import { compileRules, type RuleTrie, rewrite } from "../rules/path-rules.ts";
import type { Node } from "../yaml/node.ts";
import type { LoadContext } from "./context.ts";
import { prune } from "./prune.ts";

let rules: RuleTrie<Canonical> | undefined;

/**
 * A file with every short syntax written out, sizes in bytes, durations as Go prints them; places and tags are kept.
 * Values that cannot be read are findings and taken out. May run on one file or on merged ones, and twice over.
 */
export function toCanonical(
  root: Node,
  { diagnostics, doubts, interpolate }: Pick<LoadContext, "diagnostics" | "doubts" | "interpolate">,
): Node {
  rules ??= compileRules(canonicalRules());
  const canonical = rewrite(root, rules, (rule, node, path) =>
    rule(node, { path, diagnostics, interpolated: interpolate }),
  );
  return diagnostics.hasErrors ? prune(canonical, doubts) : canonical;
}
