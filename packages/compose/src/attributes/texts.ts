import type { Entry, Node } from "@slipway/core";
import { entry, mapping, scalar, sequence } from "../yaml/make.ts";
import type { Canonical } from "./scope.ts";

/** A scalar as Compose writes it into a text: nothing becomes the empty text. */
export function textOf(node: Node): string {
  if (node.kind !== "scalar" || node.value === null) return "";
  // Go prints what is beyond all numbers with its sign.
  if (node.value === Number.POSITIVE_INFINITY) return "+Inf";
  return node.value === Number.NEGATIVE_INFINITY ? "-Inf" : String(node.value);
}

/** A number or truth value becomes its text: `group_add`, `published`, … */
export const toText: Canonical = (node) =>
  node.kind === "scalar" && typeof node.value !== "string" ? scalar(textOf(node), node) : node;

/** One text becomes a list of one; items become texts: `dns`, `tmpfs`, `expose`, `env_file` of an include, … */
export const toTexts: Canonical = (node, scope) => {
  if (node.kind === "mapping") return node;
  if (node.kind === "scalar") return sequence([scalar(textOf(node), node)], node);
  return sequence(
    node.items.map((item) => toText(item, scope)),
    node,
  );
};

/** `KEY=value` texts become a mapping; a text without `=` has no value. The last one of a key wins. */
function pairsOf(node: Node): Iterable<Entry> {
  if (node.kind === "mapping") return node.entries.values();
  if (node.kind === "scalar") return [];
  return node.items.map((item) => {
    const text = textOf(item);
    const at = text.indexOf("=");
    if (at === -1) return entry(text, { kind: "scalar", value: null, plain: true, origin: item.origin });
    return entry(text.slice(0, at), scalar(text.slice(at + 1), item), item.origin);
  });
}

/** `environment`, `args`: a list becomes a mapping, values become texts, and a key without a value stays without one. */
export const toVariables: Canonical = (node, scope) =>
  node.kind === "scalar"
    ? node
    : mapping(
        [...pairsOf(node)].map((pair) =>
          pair.value.kind === "scalar" && pair.value.value === null
            ? pair
            : { ...pair, value: toText(pair.value, scope) },
        ),
        node,
      );

/** `labels`, `sysctls`, options of drivers: a list becomes a mapping, and a key without a value has the empty text. */
export const toTextMap: Canonical = (node, scope) =>
  node.kind === "scalar"
    ? node
    : mapping(
        [...pairsOf(node)].map((pair) => ({ ...pair, value: toText(pair.value, scope) })),
        node,
      );

/** A list of names becomes a mapping without values: `networks`, `models`. */
export const toNamed: Canonical = (node) =>
  node.kind === "sequence"
    ? mapping(
        node.items.map((item) =>
          entry(textOf(item), { kind: "scalar", value: null, plain: true, origin: item.origin }),
        ),
        node,
      )
    : node;
