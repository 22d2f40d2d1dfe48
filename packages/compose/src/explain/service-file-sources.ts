import type { Node, Path } from "@slipway/core";
import { nodeAt, toValue } from "@slipway/core";
import type { EnvFile } from "../model/service.ts";
import { resolve } from "../path-names.ts";
import { envFileValue } from "./env-file-value.ts";
import type { Source } from "./explanation.ts";
import { looksSecret, shown } from "./reveal.ts";
import type { ExplainContext } from "./variable-source.ts";

/**
 * What the env files and label files of a service give to a variable or label, the last one first. What they give to
 * variables is never shown.
 */
export function serviceFileSources(
  path: Path,
  { context, tree }: ExplainContext & { readonly tree: Node },
  overridden: boolean,
): readonly Source[] {
  const [section, service, attribute, name, ...more] = path;
  if (section !== "services" || name === undefined || more.length > 0) return [];
  if (attribute !== "environment" && attribute !== "labels") return [];
  const listed = nodeAt(tree, ["services", String(service), attribute === "labels" ? "label_file" : "env_file"]);
  const files = (listed ? toValue(listed) : []) as readonly (EnvFile | string)[];
  const found: Source[] = [];
  for (const entry of [...files].reverse()) {
    const { path: file, format = "" } = typeof entry === "string" ? { path: entry } : entry;
    const lookup = (variable: string): string | undefined => context.env[variable];
    const line = envFileValue(resolve(context.workingDir, file), String(name), context.files, lookup, format === "raw");
    if (!line) continue;
    const variable = attribute === "environment";
    const replaced = found.length > 0 ? "a later env_file" : overridden ? attribute : undefined;
    found.push({
      kind: variable ? "env_file" : "label_file",
      at: line.at,
      value: shown(line.value, variable || looksSecret(path, line.value)),
      ...(replaced ? { replacedBy: replaced } : {}),
    });
  }
  return found;
}
