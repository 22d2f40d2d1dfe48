import {
  type Entry,
  evaluate,
  type Finding,
  type Lookup,
  type Node,
  type Origin,
  positionOf,
  type ScalarNode,
} from "@slipway/core";
import { composeErrors } from "../errors.ts";
import { longestTexts } from "../limits.ts";
import { ownValue } from "../own-value.ts";
import type { LoadContext } from "./context.ts";

/**
 * Puts the variables of the environment into every scalar; keys stay as they are. A scalar that held a variable stays
 * text: what type it is meant to have, the pass that casts knows.
 * Source: Compose Specification, chapter "Interpolation".
 */
export function interpolate(root: Node, context: LoadContext): Node {
  if (!context.interpolate) return root;
  const lookup: Lookup = (name) => ownValue(context.env, name);
  const visit = (node: Node): Node => {
    if (node.kind === "scalar") return interpolateScalar(node, lookup, context);
    return node.kind === "sequence" ? visitSequence(node) : visitMapping(node);
  };
  const visitSequence = (node: Extract<Node, { kind: "sequence" }>): Node => {
    const items = node.items.map(visit);
    return items.every((item, index) => item === node.items[index]) ? node : { ...node, items };
  };
  const visitMapping = (node: Extract<Node, { kind: "mapping" }>): Node => {
    let entries: Map<string, Entry> | undefined;
    for (const entry of node.entries.values()) {
      const value = visit(entry.value);
      if (value === entry.value) continue;
      entries ??= new Map(node.entries);
      entries.set(entry.key, { ...entry, value });
    }
    return entries ? { ...node, entries } : node;
  };
  return visit(root);
}

/** The scalar with its variables put in; what is wrong or missing goes to the diagnostics with its place. */
function interpolateScalar(
  node: ScalarNode,
  lookup: Lookup,
  context: Pick<LoadContext, "diagnostics" | "spent">,
): ScalarNode {
  const text = node.value;
  if (typeof text !== "string" || !text.includes("$")) return node;
  const placeOf = placesInside(node.origin, text);
  let failed = false;
  const value = evaluate(text, lookup, (finding) => {
    failed ||= finding.kind !== "unset";
    const at = positionOf(placeOf(finding));
    switch (finding.kind) {
      case "unset":
        return context.diagnostics.add(composeErrors.diagnostic("COMPOSE_VARIABLE_UNSET", finding, at, "warning"));
      case "required":
        return context.diagnostics.add(composeErrors.diagnostic("COMPOSE_VARIABLE_REQUIRED", finding, at));
      case "invalid":
        return context.diagnostics.add(composeErrors.diagnostic("COMPOSE_BAD_INTERPOLATION", finding, at));
      case "long":
        return context.diagnostics.add(
          composeErrors.diagnostic("COMPOSE_TOO_LONG", { reason: "it is longer than 1 MB" }, at),
        );
    }
  });
  context.spent.expanded += value.length;
  if (!failed && context.spent.expanded > longestTexts) {
    const params = { reason: "together they are longer than 32 MB" };
    context.diagnostics.add(composeErrors.diagnostic("COMPOSE_TOO_LONG", params, positionOf(node.origin)));
    failed = true;
  }
  return failed ? { ...node, fault: "out" } : { ...node, value };
}

/**
 * Where findings of a scalar stand in the file. Escapes and folded lines move text: then the variable is searched for,
 * on from the finding before.
 */
function placesInside(origin: Origin, text: string): (finding: Finding) => Origin {
  const { source } = origin;
  if (source.text.startsWith(text, origin.start)) {
    return ({ start, end }) => ({ source, start: origin.start + start, end: origin.start + end });
  }
  const first = { text: 0, source: origin.start };
  let last = first;
  return ({ start, end }) => {
    const part = text.slice(start, end);
    const from = start < last.text ? first : last;
    let at = from.source - 1;
    for (let seen = text.indexOf(part, from.text); seen !== -1 && seen <= start; seen = text.indexOf(part, seen + 1)) {
      at = source.text.indexOf(part, at + 1);
      if (at === -1 || at >= origin.end) return origin;
    }
    last = { text: start, source: at };
    return { source, start: at, end: at + part.length };
  };
}
