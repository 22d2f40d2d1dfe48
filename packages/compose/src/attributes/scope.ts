import type { Diagnostics } from "@slipway/core";
import { type Node, type Path, pathText, positionOf } from "@slipway/core";
import { composeErrors } from "../errors.ts";
import type { meaningErrors } from "../meaning-errors.ts";

/** What the rule of an attribute may look at and report to. */
export interface Scope {
  /** Where the value stands in the project; valid during the call only. */
  readonly path: Path;
  readonly diagnostics: Diagnostics;
  /** False: texts may still hold `${…}`, so what does not parse may be right later. */
  readonly interpolated: boolean;
}

/** Short syntax in, long syntax out. A value that is already canonical, or that the schema has refused, comes back as it is. */
export type Canonical = (node: Node, scope: Scope) => Node;

type BadValueCode = {
  [Code in keyof typeof meaningErrors]: (typeof meaningErrors)[Code] extends { message: (p: infer P) => string }
    ? P extends { path: string; problem: string }
      ? Code
      : never
    : never;
}[keyof typeof meaningErrors];

/** Reports a value that is written wrongly, and gives it back marked, so that no later pass looks at it. */
export function bad(scope: Scope, node: Node, code: BadValueCode, problem: string, hint?: string): Node {
  if (!scope.interpolated && JSON.stringify(node.kind === "scalar" ? node.value : "$").includes("$")) return node;
  const params = { path: pathText(scope.path), problem, hint };
  scope.diagnostics.add(composeErrors.diagnostic(code, params, positionOf(node.origin)));
  return { ...node, fault: "out" };
}

/** Reports what works but surprises. */
export function warn(scope: Scope, node: Node, code: BadValueCode, problem: string, hint?: string): void {
  const params = { path: pathText(scope.path), problem, hint };
  scope.diagnostics.add(composeErrors.diagnostic(code, params, positionOf(node.origin), "warning"));
}
