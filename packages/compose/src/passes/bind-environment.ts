import type { Node } from "@slipway/core";
import { ownValue } from "../own-value.ts";
import { compileRules, type RuleTrie, rewrite } from "../rules/path-rules.ts";
import type { LoadContext } from "./context.ts";

let rules: RuleTrie<true> | undefined;

/**
 * A canonical tree whose variables without a value have taken it from `context.env`: what an included project means by
 * `environment: [NAME]` is decided by its own env files, which nobody sees afterwards.
 * `build.args` are not bound: they take what the environment of the whole project has.
 * Source: compose-go `loader/environment.go`, called for each included model.
 */
export function bindEnvironment(root: Node, { env }: Pick<LoadContext, "env">): Node {
  rules ??= compileRules([[["services", "*", "environment", "*"], true]]);
  return rewrite(root, rules, (_, node, path) => {
    const value = node.kind === "scalar" && node.value === null ? ownValue(env, String(path.at(-1))) : undefined;
    return value === undefined ? node : { kind: "scalar", value, plain: false, origin: node.origin };
  });
}
