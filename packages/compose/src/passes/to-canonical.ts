import type { Node } from "@slipway/core";
import type { Canonical } from "../attributes/scope.ts";
import { canonicalRules } from "../rules/canonical.ts";
import { compileRules, type RuleTrie, rewrite } from "../rules/path-rules.ts";
import { shortFormRules } from "../rules/short-forms.ts";
import type { LoadContext } from "./context.ts";
import { prune } from "./prune.ts";

let all: RuleTrie<Canonical> | undefined;
let few: RuleTrie<Canonical> | undefined;

/**
 * A file with every short syntax written out, sizes in bytes, durations as Go prints them; places and tags are kept.
 * Where variables stay, only short syntaxes are written out, as far as they hold none.
 * Values that cannot be read are findings and taken out. May run on one file or on merged ones, and twice over.
 */
export function toCanonical(
  root: Node,
  { diagnostics, doubts, interpolate }: Pick<LoadContext, "diagnostics" | "doubts" | "interpolate">,
): Node {
  const canonical = rewrite(root, interpolate ? allRules() : shortForms(), (rule, node, path) =>
    rule(node, { path, diagnostics, interpolated: interpolate }),
  );
  return diagnostics.hasErrors ? prune(canonical, doubts) : canonical;
}

function allRules(): RuleTrie<Canonical> {
  all ??= compileRules(canonicalRules());
  return all;
}

function shortForms(): RuleTrie<Canonical> {
  few ??= compileRules(shortFormRules());
  return few;
}
