import { type Node, type Path, positionOf, scan } from "@slipway/core";
import { envFileValue } from "./env-file-value.ts";
import type { Place, VariableUse } from "./explanation.ts";
import { looksSecret, shown } from "./reveal.ts";
import { type ExplainContext, projectEnvFiles } from "./variable-source.ts";

/** One place that a variable stands in, and what it has there when nothing gives it a value. */
export interface VariablePlace {
  readonly path: Path;
  readonly at: Place;
  /** What stands behind `:-` or `-`. */
  readonly default?: string;
  /** Written with `?`: without a value it is an error. */
  readonly required: boolean;
}

/** Where the value of a variable of interpolation comes from, and what it is used for. */
export interface VariableExplanation {
  readonly name: string;
  /** What gives it a value, the source that counts first, then those that it hides. Empty: nothing does. */
  readonly sources: readonly VariableUse[];
  readonly places: readonly VariablePlace[];
}

/** Undefined for a name that the project does not use and that nothing but the process's environment has. */
export function explainVariable(name: string, written: Node, explain: ExplainContext): VariableExplanation | undefined {
  const places = oncePerText([...placesOf(name, written, [])]);
  const { context, options } = explain;
  const files = projectEnvFiles(context, options).flatMap((path): VariableUse[] => {
    const found = envFileValue(path, name, context.files, (other) => context.env[other]);
    return found ? [{ name, from: "file", at: found.at, value: shown(found.value, true) }] : [];
  });
  if (places.length === 0 && files.length === 0) return undefined;
  const given = options.env[name] ?? (name === "PWD" ? options.cwd : undefined);
  const hidden = given !== undefined && looksSecret(["environment", name], given);
  const shell: readonly VariableUse[] =
    given === undefined ? [] : [{ name, from: "shell", value: shown(given, hidden) }];
  return { name, sources: [...shell, ...files], places };
}

/**
 * Short syntax becomes several values of one text: what they have in common is the place. A text that an alias repeats is told once,
 * with the first value that it stands in.
 */
function oncePerText(places: readonly VariablePlace[]): readonly VariablePlace[] {
  const byText = new Map<string, VariablePlace>();
  for (const place of places) {
    const key = `${place.at.file}:${place.at.line}:${place.at.column}`;
    const before = byText.get(key);
    byText.set(key, before ? { ...place, path: commonPath(before.path, place.path) } : place);
  }
  return [...byText.values()];
}

function commonPath(one: Path, other: Path): Path {
  const end = one.findIndex((step, at) => step !== other[at]);
  return end === -1 || end < 3 ? one : one.slice(0, end);
}

/** Every text of a tree that a variable stands in, each once. */
function* placesOf(name: string, node: Node, path: Path): Iterable<VariablePlace> {
  if (node.kind === "mapping")
    for (const { key, value } of node.entries.values()) yield* placesOf(name, value, [...path, key]);
  else if (node.kind === "sequence")
    for (const [at, item] of node.items.entries()) yield* placesOf(name, item, [...path, at]);
  else {
    const { source, start, end } = node.origin;
    for (const part of scan(source.text.slice(start, end))) {
      if (typeof part === "string" || part.kind === "invalid" || part.name !== name) continue;
      const { file, line, column } = positionOf(node.origin);
      const fallback = part.operator.endsWith("-") ? { default: part.operand } : {};
      yield { path, at: { file, line, column }, ...fallback, required: part.operator.endsWith("?") };
      return;
    }
  }
}
