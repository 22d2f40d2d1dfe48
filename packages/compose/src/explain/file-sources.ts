import { type Node, type Origin, type Path, positionOf, toValue } from "@slipway/core";
import type { Place, Source, Via } from "./explanation.ts";
import type { History } from "./history.ts";
import { looksSecret, shown } from "./reveal.ts";
import { type ExplainContext, type Found, variableSource, variablesAt } from "./variable-source.ts";

/** What Compose files say of the value at a path: the place that counts, then those that it replaced. */
export function fileSources(node: Node, path: Path, value: unknown, explain: ExplainContext): readonly Source[] {
  const inherits = path[2] === "environment" && node.kind === "scalar" && node.value === null;
  const variables = inherits
    ? [variableSource(String(path.at(-1)), node.origin.source.file, explain)]
    : variablesAt(node.origin, explain);
  const first = fileSource(node.origin, value, path, variables, explain);
  const before = [...explain.history.before(node.origin)].map(({ node, by }): Source => {
    const uses = variablesAt(node.origin, explain);
    const replacedBy = by === "extends" ? "the service that extends it" : "a later file";
    return { ...fileSource(node.origin, toValue(node), path, uses, explain), replacedBy };
  });
  return [first, ...before];
}

function fileSource(
  origin: Origin,
  value: unknown,
  path: Path,
  variables: readonly Found[],
  { history }: ExplainContext,
): Source {
  const written = origin.source.text.slice(origin.start, origin.end);
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  // A secret may also stand in the default of a variable.
  const secret =
    looksSecret(path, value) || variables.some(({ use }) => looksSecret(["environment", use.name], undefined));
  const via = [
    ...extendsVia(String(path[1]), origin, history, path[0] === "services"),
    ...includeVia(origin.source.file, history),
  ];
  return {
    kind: "file",
    at: placeOf(origin),
    value: shown(value, secret || variables.some(({ hidden }) => hidden && text.includes(hidden))),
    ...(secret || written === text || written.includes("\n") ? {} : { written }),
    ...(variables.length > 0 ? { variables: variables.map(({ use }) => use) } : {}),
    ...(via.length > 0 ? { via } : {}),
  };
}

export function placeOf(origin: Origin): Place {
  const { file, line, column } = positionOf(origin);
  return { file, line, column };
}

/** The chain of `extends` that leads from a service to the service that holds an origin. */
function extendsVia(service: string, origin: Origin, history: History, applies = true, depth = 0): readonly Via[] {
  if (!applies || depth > history.extends.length) return [];
  for (const step of history.extends) {
    if (step.service !== service) continue;
    const { file, line, column } = step.at;
    const via: Via = { kind: "extends", service: step.target, at: { file, line, column } };
    const { base } = step;
    if (base.source === origin.source && base.start <= origin.start && origin.end <= base.end) return [via];
    const further = extendsVia(step.target, origin, history, true, depth + 1);
    if (further.length > 0) return [via, ...further];
  }
  return [];
}

/** The chain of `include` that leads to a file, the nearest first. */
function includeVia(file: string, { includes }: History): readonly Via[] {
  const via: Via[] = [];
  for (let at = file; via.length <= includes.length; ) {
    const step = includes.find(({ files }) => files.includes(at));
    if (!step) break;
    via.push({ kind: "include", at: { file: step.at.file, line: step.at.line, column: step.at.column } });
    at = step.at.file;
  }
  return via;
}
