import type { Layout } from "./layout.ts";
import { compareNatural } from "./natural-order.ts";

/** YAML leaves out what is empty and keeps `x-…`; JSON prints some empty values and drops `x-…` below the top level. */
export type PrintFormat = "yaml" | "json";

/** Sizes of which no bytes mean no limit, and which docker compose then leaves out. */
const sizes: ReadonlySet<string> = new Set([
  "mem_limit",
  "mem_reservation",
  "memory",
  "memswap_limit",
  "shm_size",
  "size",
]);

type Values = Readonly<Record<string, unknown>>;
type Arranged = ReadonlyMap<string, unknown>;

/**
 * A value in the form and order in which it is printed: empty attributes left out, names sorted. Mappings become `Map`s,
 * since objects put keys such as `10` first.
 */
export function arrange(value: unknown, layout: Layout | undefined, format: PrintFormat): unknown {
  const given = layout?.convert ? layout.convert(value) : value;
  if (typeof given !== "object" || given === null) return given;
  if (Array.isArray(given)) return given.map((item) => arrange(item, layout?.each, format));
  return layout?.keys
    ? arrangeKnown(given as Values, layout, wordsOf(layout.keys), format)
    : arrangeNamed(given as Values, layout, format);
}

function arrangeNamed(values: Values, layout: Layout | undefined, format: PrintFormat): Arranged {
  const names = Object.keys(values);
  if (names.length > 1) format === "yaml" ? names.sort(compareNatural) : names.sort();
  return new Map(names.map((name) => [name, arrange(values[name], layout?.parts?.[name] ?? layout?.each, format)]));
}

function arrangeKnown(values: Values, layout: Layout, keys: readonly string[], format: PrintFormat): Arranged {
  const found: [string, unknown][] = [];
  for (const key of keys) {
    const part = layout.parts?.[key];
    const value = values[key] === "0" && sizes.has(key) ? undefined : values[key];
    const name = (format === "json" ? layout.jsonNames?.[key] : undefined) ?? key;
    // Of a hundred attributes a service has five.
    if (value !== undefined && value !== null && !isEmpty(value, keeps(layout, key, format), part))
      found.push([name, arrange(value, part, format)]);
    else if (format === "json" && layout.always && key in layout.always)
      found.push([name, arrange(layout.always[key], undefined, format)]);
  }
  if (format === "yaml") {
    const extensions = Object.keys(values).filter((key) => key.startsWith("x-"));
    for (const key of extensions.sort(compareNatural)) found.push([key, arrange(values[key], undefined, format)]);
  }
  return new Map(found);
}

function keeps({ keep, keepInYaml }: Layout, key: string, format: PrintFormat): boolean {
  const has = (words: string | undefined): boolean => words !== undefined && wordsOf(words).includes(key);
  return has(keep) || (format === "yaml" && has(keepInYaml));
}

/** Only those of the layouts that a project needs are ever split. */
const split = new Map<string, readonly string[]>();

function wordsOf(text: string): readonly string[] {
  const known = split.get(text);
  if (known) return known;
  const words = text.trim().split(/\s+/);
  split.set(text, words);
  return words;
}

/** True for what is left out. An object with known attributes is kept even when it has none: `healthcheck: {}`. */
function isEmpty(value: NonNullable<unknown>, keep: boolean, part: Layout | undefined): boolean {
  if (keep) return false;
  if (value === "" || value === false || value === 0) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && !part?.keys && Object.keys(value).length === 0;
}
