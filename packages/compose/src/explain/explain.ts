import type { Node, Path } from "@slipway/core";
import { nodeAt } from "@slipway/core";
import { mapValues } from "../map-values.ts";
import type { Project } from "../model/project.ts";
import type { Explanation, Source } from "./explanation.ts";
import { fileSources } from "./file-sources.ts";
import { findPath, leavesOf } from "./find-path.ts";
import { impliedSource } from "./implied-source.ts";
import { looksSecret, shown } from "./reveal.ts";
import { serviceFileSources } from "./service-file-sources.ts";
import type { ExplainContext } from "./variable-source.ts";

/** A load that is over, with what it left behind for explaining. */
export interface ExplainInput extends ExplainContext {
  /** Absent when an error was found: then nothing can be explained. */
  readonly project?: Project;
  /** The tree in long syntax, before and after defaults were set and paths made absolute. */
  readonly written: Node;
  readonly tree: Node;
}

/**
 * Where the values at a path of the project come from: one explanation for each single value at or below it. Undefined when
 * there is nothing at the path.
 */
export function explain(text: string, input: ExplainInput): readonly Explanation[] | undefined {
  const { project } = input;
  const data = project && dataOf(project);
  const path = findPath(data, text);
  if (!project || !path || path.length === 0) return undefined;
  const value = path.reduce<unknown>((at, step) => (at as Readonly<Record<string, unknown>>)[step], data);
  return [...leavesOf(value, path)].map(([leaf, own]) => explainValue(leaf, own, { ...input, project }));
}

/** The paths that a mistyped one may have meant: all that the project has down to four steps. */
export function knownPaths(project: Project): readonly string[] {
  const found: string[] = [];
  const visit = (value: unknown, path: readonly string[]): void => {
    if (path.length > 0) found.push(path.join("."));
    if (path.length === 4 || typeof value !== "object" || value === null || Array.isArray(value)) return;
    for (const [key, child] of Object.entries(value)) visit(child, [...path, key]);
  };
  visit(dataOf(project), []);
  return found;
}

/** The project as a person writes it: what a path starts from. */
function dataOf(project: Project): Readonly<Record<string, unknown>> {
  const { name, services, disabledServices, networks, volumes, configs, secrets, models, extensions } = project;
  const all = mapValues({ ...disabledServices, ...services }, ({ name: _, ...service }) => service);
  return { name, services: all, networks, volumes, configs, secrets, models, ...extensions };
}

type Complete = ExplainInput & { readonly project: Project };

function explainValue(path: Path, value: unknown, input: Complete): Explanation {
  const sources = sourcesOf(path, value, input);
  const hidden = looksSecret(path, value) || sources[0] === undefined || "length" in sources[0].value;
  return { path, value: shown(value, hidden), sources };
}

function sourcesOf(path: Path, value: unknown, input: Complete): readonly Source[] {
  const node = nodeAt(input.tree, path);
  const own = node && nodeAt(input.written, path) ? fileSources(node, path, value, input) : [];
  const sources = [...own, ...serviceFileSources(path, input, own.length > 0)];
  return sources.length > 0 ? sources : [impliedSource(path, value, node, input)];
}
