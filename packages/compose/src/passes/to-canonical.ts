import type { Diagnostics } from "@slipway/core";
import type { Canonical } from "../attributes/scope.ts";
import { canonicalRules } from "../rules/canonical.ts";
import { compileRules, type RuleTrie, rewrite } from "../rules/path-rules.ts";
import type { Node } from "../yaml/node.ts";

let rules: RuleTrie<Canonical> | undefined;

/**
 * A file with every short syntax written out, sizes in bytes, durations as Go prints them; places and tags are kept.
 * Values that cannot be read are findings. May run on one file or on merged ones, and twice over.
 */
export function toCanonical(
  root: Node,
  { diagnostics, interpolate }: { readonly diagnostics: Diagnostics; readonly interpolate: boolean },
): Node {
  rules ??= compileRules(canonicalRules());
  return rewrite(root, rules, (rule, node, path) => rule(node, { path, diagnostics, interpolated: interpolate }));
}
