import type { Node } from "@slipway/core";
import { bad, type Scope, warn } from "../attributes/scope.ts";
import { type Cast, castRules } from "../rules/cast.ts";
import { compileRules, type RuleTrie, rewrite } from "../rules/path-rules.ts";
import { scalar } from "../yaml/make.ts";
import type { LoadContext } from "./context.ts";
import { prune } from "./prune.ts";

let rules: RuleTrie<Cast> | undefined;

/** Texts become numbers and truth values where the model has such: `"${REPLICAS}"` is a text after interpolation, not before. */
export function cast(
  root: Node,
  { diagnostics, doubts, interpolate }: Pick<LoadContext, "diagnostics" | "doubts" | "interpolate">,
): Node {
  if (!interpolate) return root;
  rules ??= compileRules(castRules());
  const casted = rewrite(root, rules, (kind, node, path) => {
    if (node.kind !== "scalar" || typeof node.value !== "string" || node.fault) return node;
    const scope = { path, diagnostics, interpolated: interpolate };
    return kind === "boolean" ? toBoolean(node, node.value, scope) : toNumber(node, node.value, kind, scope);
  });
  return diagnostics.hasErrors ? prune(casted, doubts) : casted;
}

function toNumber(node: Node, text: string, kind: Cast, scope: Scope): Node {
  const form = kind === "whole" ? /^[+-]?\d+$/ : /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
  if (form.test(text) && Number.isFinite(Number(text))) return scalar(Number(text), node);
  const problem = `must be a ${kind === "whole" ? "whole " : ""}number, got ${JSON.stringify(text)}`;
  return bad(
    scope,
    node,
    "COMPOSE_BAD_NUMBER",
    problem,
    text === "" ? "a variable in it may be empty: give it a default" : undefined,
  );
}

const spellings: Readonly<Record<string, boolean>> = {
  true: true,
  y: true,
  yes: true,
  on: true,
  false: false,
  n: false,
  no: false,
  off: false,
};

function toBoolean(node: Node, text: string, scope: Scope): Node {
  const word = text.toLowerCase();
  const value = Object.hasOwn(spellings, word) ? spellings[word] : undefined;
  if (value === undefined) {
    return bad(
      scope,
      node,
      "COMPOSE_BAD_BOOLEAN",
      `must be true or false, got ${JSON.stringify(text)}`,
      "write true or false",
    );
  }
  if (word !== String(value))
    warn(scope, node, "COMPOSE_OLD_SPELLING", `is written as ${JSON.stringify(text)}`, `write ${value}`);
  return scalar(value, node);
}
