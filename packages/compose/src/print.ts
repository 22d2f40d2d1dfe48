import { mapValues } from "./map-values.ts";
import type { Project } from "./model/project.ts";
import { arrange, type PrintFormat } from "./print/arrange.ts";
import { toJson } from "./print/json.ts";
import { projectLayout } from "./print/layout.ts";
import { toYaml } from "./print/yaml.ts";

export type { PrintFormat } from "./print/arrange.ts";

export interface PrintOptions {
  /** False for a project that was loaded with `interpolate: false`: it is printed as it was written, with all keys sorted. */
  readonly interpolated?: boolean;
}

/**
 * A project as `docker compose config` prints it: canonical, only what is not empty, names sorted, `$` doubled so that
 * the output is a Compose file again. JSON has two spaces of indentation and keys of the top level sorted, and no
 * line break at its end.
 */
export function printProject(project: Project, format: PrintFormat, options: PrintOptions = {}): string {
  const write = format === "yaml" ? toYaml : (value: unknown) => toJson(value, 2);
  if (options.interpolated === false) return write(arrangeAsWritten(project, format));
  return write(format === "yaml" ? arrangeForYaml(project) : arrangeForJson(project)).replaceAll("$", "$$$$");
}

/** Everything that was written, empty or not, all keys sorted. */
function arrangeAsWritten({ extensions, ...project }: Project, format: PrintFormat): unknown {
  const sections = ["services", "networks", "volumes", "configs", "secrets", "models"] as const;
  const written = sections.filter((section) => Object.keys(project[section]).length > 0);
  const services = mapValues(project.services, ({ name: _, ...service }) => service);
  const all = { ...project, services };
  const parts = Object.fromEntries(written.map((section) => [section, all[section]]));
  const named = project.name === "" ? {} : { name: project.name };
  const whole = arrange({ ...named, ...parts, ...extensions }, undefined, format);
  return format === "json" ? withoutEmptyLists(whole) : whole;
}

/** Lists that Go leaves without a value when they are empty: those whose items nobody compares. */
const nullWhenEmpty = new Set([
  "command",
  "device_cgroup_rules",
  "entrypoint",
  "post_start",
  "pre_stop",
  "test",
  "watch",
]);

function withoutEmptyLists(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) {
    return value.length === 0 && nullWhenEmpty.has(key) ? null : value.map((item) => withoutEmptyLists(item));
  }
  if (value instanceof Map) return new Map([...value].map(([key, child]) => [key, withoutEmptyLists(child, key)]));
  return value;
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
