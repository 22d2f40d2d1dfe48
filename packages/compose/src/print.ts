import type { Project } from "./model/project.ts";
import { arrange, type PrintFormat } from "./print/arrange.ts";
import { toJson } from "./print/json.ts";
import { projectLayout } from "./print/layout.ts";
import { toYaml } from "./print/yaml.ts";

export type { PrintFormat } from "./print/arrange.ts";

export interface PrintOptions {
  /** False for a project that was loaded with `interpolate: false`: its `${…}` are printed as they stand. */
  readonly interpolated?: boolean;
}

/**
 * A project as `docker compose config` prints it: canonical, only what is not empty, names sorted, `$` doubled so that
 * the output is a Compose file again. JSON has two spaces of indentation and keys of the top level sorted, and no
 * line break at its end.
 */
export function printProject(project: Project, format: PrintFormat, options: PrintOptions = {}): string {
  const text = format === "yaml" ? toYaml(arrangeForYaml(project)) : toJson(arrangeForJson(project), 2);
  return options.interpolated === false ? text : text.replaceAll("$", "$$$$");
}

function arrangeForYaml({ extensions, ...known }: Project): unknown {
  return arrange({ ...known, ...extensions }, projectLayout, "yaml");
}

/** JSON has no models: docker compose leaves them out. */
function arrangeForJson({ extensions, models: _, ...known }: Project): unknown {
  const entries = [known, extensions].flatMap((part, index) => [
    ...(arrange(part, index === 0 ? projectLayout : undefined, "json") as ReadonlyMap<string, unknown>),
  ]);
  return new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
