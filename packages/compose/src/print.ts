import type { Project } from "./model/project.ts";
import { arrange, type PrintFormat } from "./print/arrange.ts";
import { projectLayout } from "./print/layout.ts";
import { toYaml } from "./print/yaml.ts";

export type { PrintFormat } from "./print/arrange.ts";

export interface PrintOptions {
  /** False for a project that was loaded with `interpolate: false`: its `${…}` are printed as they stand. */
  readonly interpolated?: boolean;
}

/**
 * A project as `docker compose config` prints it: canonical, only what is not empty, names sorted, `$` doubled so that
 * the output is a Compose file again. JSON has two spaces of indentation and keys of the top level sorted.
 */
export function printProject(project: Project, format: PrintFormat, options: PrintOptions = {}): string {
  const style = { format, doubleDollar: options.interpolated ?? true };
  const { extensions, ...known } = project;
  if (format === "yaml") return toYaml(arrange({ ...known, ...extensions }, projectLayout, style));
  const { models: _, ...withoutModels } = known;
  const arranged = {
    ...(arrange(withoutModels, projectLayout, style) as object),
    ...(arrange(extensions, undefined, style) as object),
  };
  const sorted = Object.fromEntries(Object.entries(arranged).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify(sorted, null, 2).replace(/[<>&\u2028\u2029]/g, escape)}\n`;
}

/** Go's JSON writes these as escapes. */
function escape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
