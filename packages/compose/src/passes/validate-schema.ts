import type { Diagnostic, Node, Path } from "@slipway/core";
import { type Explained, explainFaults, locateKey, locateValue, pathText, toValue } from "@slipway/core";
import { composeErrors } from "../errors.ts";
import { schema, validate } from "../schema/validate.gen.ts";
import type { LoadContext } from "./context.ts";
import { prune } from "./prune.ts";

/** More faults than this are not explained. */
const most = 1000;

/**
 * Holds a file against our schema of the Compose file; every attribute that is unknown or of a wrong type is a finding.
 * Gives the tree without them.
 */
export function validateSchema(root: Node, { diagnostics, doubts }: Pick<LoadContext, "diagnostics" | "doubts">): Node {
  const document = toValue(root);
  if (validate(document)) return root;
  const faults = (validate.errors ?? []).slice(0, most);
  const wrong: Path[] = [];
  for (const one of explainFaults(faults, schema(), document)) {
    wrong.push(one.path);
    const absent = absentOf(one);
    if (absent && one.reason === "missing-key" && doubts.about(absent)) continue;
    if (absent) doubts.add(absent);
    diagnostics.add(findingOf(one, root));
  }
  // Where faults were left out, nothing is fit for a later pass.
  return prune(root, doubts, faults.length < most ? wrong : [[]]);
}

/** What was not written: a name that is nearly right was meant to be the right one. */
function absentOf({ reason, path, meant }: Explained): Path | undefined {
  if (meant === undefined) return undefined;
  return [...(reason === "missing-key" ? path : path.slice(0, -1)), meant];
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
