import { bad, type Canonical } from "./scope.ts";
import { textOf, toText } from "./texts.ts";

/** `deploy.resources.*.cpus`: a number of processors, kept as text. Source: Compose Deploy Specification, "cpus". */
export const toCpus: Canonical = (node, scope) => {
  if (node.kind !== "scalar" || Number.isFinite(Number(textOf(node) || "0"))) return toText(node, scope);
  const problem = `must be a number of processors, got ${JSON.stringify(textOf(node))}`;
  return bad(scope, node, "COMPOSE_BAD_NUMBER", problem, 'write a number, such as "0.5"');
};
