import type { Diagnostic, Diagnostics } from "@slipway/core";
import { composeErrors } from "../errors.ts";
import { type Explained, explainFaults } from "../schema/explain.ts";
import { schema, validate } from "../schema/validate.gen.ts";
import { locateKey, locateValue } from "../yaml/locate.ts";
import type { Node } from "../yaml/node.ts";
import { pathText } from "../yaml/path-text.ts";
import { toValue } from "../yaml/to-value.ts";

/** Holds a file against our schema of the Compose file; every attribute that is unknown or of a wrong type is a finding. */
export function validateSchema(root: Node, { diagnostics }: { readonly diagnostics: Diagnostics }): Node {
  const document = toValue(root);
  if (validate(document)) return root;
  for (const one of explainFaults(validate.errors ?? [], schema, document)) diagnostics.add(findingOf(one, root));
  return root;
}

function findingOf(one: Explained, root: Node): Diagnostic {
  const { problem, hint } = one;
  const path = pathText(one.path) || "a Compose file";
  const parent = one.path.length > 1 ? `in ${pathText(one.path.slice(0, -1))}` : "at the top level";
  const key = locateKey(root, one.path);
  const value = locateValue(root, one.path);
  switch (one.reason) {
    case "unknown-key":
      return composeErrors.diagnostic("COMPOSE_UNKNOWN_ATTRIBUTE", { attribute: problem, parent, hint }, key);
    case "bad-key":
      return composeErrors.diagnostic("COMPOSE_BAD_NAME", { name: problem, parent, hint }, key);
    case "missing-key":
      return composeErrors.diagnostic("COMPOSE_MISSING_ATTRIBUTE", { path, problem, hint }, key);
    case "wrong-type":
      return composeErrors.diagnostic("COMPOSE_WRONG_TYPE", { path, problem, hint }, value);
    case "not-allowed":
    case "bad-value":
      return composeErrors.diagnostic("COMPOSE_NOT_ALLOWED", { path, problem, hint }, value);
  }
}
