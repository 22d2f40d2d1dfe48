import type { Diagnostics } from "@slipway/core";
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
  for (const one of explainFaults(validate.errors ?? [], schema, document)) report(one, root, diagnostics);
  return root;
}

function report(one: Explained, root: Node, diagnostics: Diagnostics): void {
  const { problem, hint } = one;
  const path = pathText(one.path) || "a Compose file";
  const parent = one.path.length > 1 ? `in ${pathText(one.path.slice(0, -1))}` : "at the top level";
  switch (one.reason) {
    case "unknown-key":
      return diagnostics.add(
        composeErrors.diagnostic(
          "COMPOSE_UNKNOWN_ATTRIBUTE",
          { attribute: problem, parent, hint },
          locateKey(root, one.path),
        ),
      );
    case "bad-key":
      return diagnostics.add(
        composeErrors.diagnostic("COMPOSE_BAD_NAME", { name: problem, parent, hint }, locateKey(root, one.path)),
      );
    case "wrong-type":
      return diagnostics.add(
        composeErrors.diagnostic("COMPOSE_WRONG_TYPE", { path, problem, hint }, locateValue(root, one.path)),
      );
    case "missing-key":
      return diagnostics.add(
        composeErrors.diagnostic("COMPOSE_MISSING_ATTRIBUTE", { path, problem, hint }, locateKey(root, one.path)),
      );
    case "not-allowed":
    case "bad-value":
      return diagnostics.add(
        composeErrors.diagnostic("COMPOSE_NOT_ALLOWED", { path, problem, hint }, locateValue(root, one.path)),
      );
  }
}
