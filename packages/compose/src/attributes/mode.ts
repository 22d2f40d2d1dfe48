import type { Node } from "@slipway/core";
import { scalar } from "../yaml/make.ts";
import { bad, type Canonical, type Scope } from "./scope.ts";

/** Permissions as octal text: `0440` (in YAML an octal number) → `"0440"`. */
export const toOctal: Canonical = (node, scope) => {
  const mode = modeOf(node, scope);
  return mode === undefined ? node : scalar(`0${mode.toString(8)}`, node);
};

/** Permissions as a number, for tmpfs. */
export const toModeNumber: Canonical = (node, scope) => {
  const mode = modeOf(node, scope);
  return mode === undefined ? node : scalar(mode, node);
};

function modeOf(node: Node, scope: Scope): number | undefined {
  if (node.kind !== "scalar" || node.value === null) return undefined;
  if (typeof node.value === "number") return node.value;
  const text = String(node.value).replace(/^0o/, "");
  if (/^[0-7]{1,5}$/.test(text)) return Number.parseInt(text, 8);
  bad(
    scope,
    node,
    "COMPOSE_BAD_MODE",
    `is no file mode: ${JSON.stringify(node.value)}`,
    "write it in octal, such as 0440",
  );
  return undefined;
}
