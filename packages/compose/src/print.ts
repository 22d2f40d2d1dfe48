import type { Project } from "./model/project.ts";
import { arrange, type PrintFormat } from "./print/arrange.ts";
import { projectLayout } from "./print/layout.ts";
import { toYaml } from "./print/yaml.ts";

export type { PrintFormat } from "./print/arrange.ts";

/**
 * A project as `docker compose config` prints it: canonical, only what is not empty, names sorted, `$` doubled so that
 * the output is a Compose file again. JSON has two spaces of indentation and keys of the top level sorted.
 */
export function printProject(project: Project, format: PrintFormat): string {
  const { extensions, ...known } = project;
  if (format === "yaml") return toYaml(arrange({ ...known, ...extensions }, projectLayout, "yaml"));
  const { models: _, ...withoutModels } = known;
  const arranged = {
    ...(arrange(withoutModels, projectLayout, "json") as object),
    ...(arrange(extensions, undefined, "json") as object),
  };
  const sorted = Object.fromEntries(Object.entries(arranged).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify(sorted, null, 2).replace(/[<>&\u2028\u2029]/g, escape)}\n`;
}

/** Go's JSON writes these as escapes. */
function escape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
