import {
  Diagnostics,
  entryText,
  type MappingNode,
  type Node,
  nodeAt,
  parseYaml,
  SourceText,
  scan,
} from "@slipway/core";
import { folderOf, joinPath, nameOf } from "../paths.ts";
import type { ComposeFile, ComposeVariable } from "./compose-file.ts";

const named = /^(?:docker-)?compose(?:[._-][\w.-]+)?\.ya?ml$|^[\w.-]*[._-](?:docker-)?compose\.ya?ml$/i;

/** True for the names that Compose files have. */
export function isComposeName(path: string): boolean {
  return named.test(nameOf(path));
}

/** True for a YAML file that could be a Compose file by what stands in it, whatever its name. */
export function looksLikeCompose(path: string, text: string): boolean {
  if (!/\.ya?ml$/.test(path) || /(?:^|\/)\.[^/]+\//.test(path)) return false;
  return /^services:/m.test(text) && /^[ \t]+(?:image|build):/m.test(text) && !/^(?:apiVersion|jobs|on):/m.test(text);
}

/** Reads one Compose file; undefined for a template of another program (`{{ … }}`), which is no YAML before it is filled. */
export function readComposeFile(path: string, text: string): ComposeFile | undefined {
  const parsed = parseYaml(new SourceText(path, text), new Diagnostics(), "COMPOSE");
  if ("fault" in parsed)
    return /\{\{|\{%/.test(text) ? undefined : { path, fault: parsed.fault, variables: [], uses: [] };
  const root = parsed.documents[0];
  if (root?.kind !== "mapping") return { path, variables: [], uses: [] };
  return { path, root, variables: variablesIn(root), uses: usesOf(path, root) };
}

/** The substitutions of all scalars, each place once also where an alias repeats it. */
function variablesIn(root: MappingNode): readonly ComposeVariable[] {
  const found = new Map<number, ComposeVariable>();
  const visitText = (node: Node, text: string, path: readonly (string | number)[], from: number): number => {
    let next = from;
    for (const part of scan(text)) {
      if (typeof part === "string" || part.kind === "invalid") continue;
      const { source, start, end } = node.origin;
      const own = source.text.slice(start, end);
      const at = start + Math.max(0, own.indexOf(text.slice(part.start, part.end), next - start));
      next = at + 1;
      const { line, column, file } = source.position(at);
      const { name, operator, operand } = part;
      if (!found.has(at)) found.set(at, { name, operator, operand, path, at: { file, line, column } });
      if (operand.includes("$")) visitText(node, operand, path, next);
    }
    return next;
  };
  const visit = (node: Node, path: readonly (string | number)[]): void => {
    if (node.kind === "mapping") for (const [key, { value }] of node.entries) visit(value, [...path, key]);
    else if (node.kind === "sequence") for (const [index, item] of node.items.entries()) visit(item, [...path, index]);
    else if (typeof node.value === "string" && node.value.includes("$"))
      visitText(node, node.value, path, node.origin.start);
  };
  visit(root, []);
  return [...found.values()];
}

/** The files under `include` and under `extends.file`. */
function usesOf(path: string, root: MappingNode): readonly string[] {
  const include = nodeAt(root, ["include"]);
  const services = nodeAt(root, ["services"]);
  const texts = [
    ...(include?.kind === "sequence" ? include.items.flatMap(includePaths) : []),
    ...(services?.kind === "mapping" ? [...services.entries.values()] : []).flatMap(({ value }) => {
      const extended = nodeAt(value, ["extends"]);
      return (extended && entryText(extended, "file")) ?? [];
    }),
  ];
  return [...new Set(texts)].flatMap((text) => joinPath(folderOf(path), text) ?? []);
}

function includePaths(item: Node): readonly string[] {
  if (item.kind === "scalar") return typeof item.value === "string" ? [item.value] : [];
  const path = nodeAt(item, ["path"]);
  if (path?.kind === "sequence") return path.items.flatMap(includePaths);
  return path ? includePaths(path) : [];
}
