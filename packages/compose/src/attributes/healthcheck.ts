import { nodeOf } from "../yaml/make.ts";
import { bad, type Canonical } from "./scope.ts";
import { textOf } from "./texts.ts";

const kinds = ["NONE", "CMD", "CMD-SHELL"];

/** `healthcheck.test`: a text is a command for the shell; a list says first what it is. Source: Compose Specification, "healthcheck". */
export const toHealthTest: Canonical = (node, scope) => {
  if (node.kind === "scalar" && typeof node.value === "string") return nodeOf(["CMD-SHELL", node.value], node);
  const [first] = node.kind === "sequence" ? node.items : [];
  if (first && !kinds.includes(textOf(first))) {
    const problem = `must begin with ${kinds.join(", ")}, got ${JSON.stringify(textOf(first))}`;
    return bad(scope, first, "COMPOSE_BAD_HEALTHCHECK", problem, "write the command as a text, or as [CMD, …]") && node;
  }
  return node;
};
