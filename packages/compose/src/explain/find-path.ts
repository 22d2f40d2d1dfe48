import type { Path } from "@slipway/core";

/**
 * The path that a text means in a value: `services.web.ports[0].target`, also `ports.0.target`. Keys with dots may be
 * written as they are (`labels.com.example.team`) or in quotes (`labels["com.example.team"]`). Undefined: there is nothing.
 */
export function findPath(value: unknown, text: string): Path | undefined {
  const rest = text.replace(/^\./, "");
  if (rest === "") return [];
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, child] of candidates(value)) {
    for (const form of [key, `[${key}]`, `[${JSON.stringify(key)}]`]) {
      const behind = rest.slice(form.length);
      if (!rest.startsWith(form) || !/^(?:$|[.[])/.test(behind)) continue;
      const path = findPath(child, behind);
      if (path) return [Array.isArray(value) ? Number(key) : key, ...path];
    }
  }
  return undefined;
}

/** The longest key first: `a.b` before `a`. */
function candidates(value: object): [string, unknown][] {
  return Object.entries(value).sort(([a], [b]) => b.length - a.length);
}

/** The paths of all single values in a value, `at` before each. Empty mappings and lists count as values. */
export function* leavesOf(value: unknown, at: Path): Iterable<readonly [path: Path, value: unknown]> {
  const children =
    typeof value !== "object" || value === null
      ? []
      : Array.isArray(value)
        ? value.map((child, index): [string | number, unknown] => [index, child])
        : Object.entries(value);
  if (children.length === 0) yield [at, value];
  for (const [key, child] of children) yield* leavesOf(child, [...at, key]);
}
