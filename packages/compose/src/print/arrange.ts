import type { Layout } from "./layout.ts";
import { compareNatural } from "./natural-order.ts";

/** YAML leaves out what is empty and keeps `x-…`; JSON prints some empty values and drops `x-…` below the top level. */
export type PrintFormat = "yaml" | "json";

type Values = Readonly<Record<string, unknown>>;

/** A value in the form and order in which it is printed: empty attributes left out, names sorted, `$` doubled. */
export function arrange(value: unknown, layout: Layout | undefined, format: PrintFormat): unknown {
  const given = layout?.convert ? layout.convert(value) : value;
  if (typeof given === "string") return given.replaceAll("$", "$$$$");
  if (typeof given !== "object" || given === null) return given;
  if (Array.isArray(given)) return given.map((item) => arrange(item, layout?.each, format));
  return layout?.keys
    ? arrangeKnown(given as Values, layout, layout.keys, format)
    : arrangeNamed(given as Values, layout, format);
}

function arrangeNamed(values: Values, layout: Layout | undefined, format: PrintFormat): Values {
  const names = Object.keys(values);
  if (names.length > 1) format === "yaml" ? names.sort(compareNatural) : names.sort();
  return Object.fromEntries(
    names.map((name) => [name, arrange(values[name], layout?.parts?.[name] ?? layout?.each, format)]),
  );
}

function arrangeKnown(values: Values, layout: Layout, keys: readonly string[], format: PrintFormat): Values {
  const found: [string, unknown][] = [];
  for (const key of keys) {
    const part = layout.parts?.[key];
    const value = values[key];
    const whole = isEmpty(value, layout.keep?.includes(key) ?? false, part) ? undefined : arrange(value, part, format);
    if (whole !== undefined) found.push([key, whole]);
    else if (format === "json" && layout.always && key in layout.always) found.push([key, layout.always[key]]);
  }
  if (format === "yaml") {
    const extensions = Object.keys(values).filter((key) => key.startsWith("x-"));
    for (const key of extensions.sort(compareNatural)) found.push([key, arrange(values[key], undefined, format)]);
  }
  return Object.fromEntries(found);
}

/** True for what is left out. An object with known attributes is kept even when it has none: `healthcheck: {}`. */
function isEmpty(value: unknown, keep: boolean, part: Layout | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (keep) return false;
  if (value === "" || value === false || value === 0) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && !part?.keys && Object.keys(value).length === 0;
}
