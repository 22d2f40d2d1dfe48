import type { Layout } from "./layout.ts";
import { compareNatural } from "./natural-order.ts";

/** YAML leaves out what is empty and keeps `x-…`; JSON prints some empty values and drops `x-…` below the top level. */
export type PrintFormat = "yaml" | "json";

export interface PrintStyle {
  readonly format: PrintFormat;
  /** Write `$` as `$$`: right for a project whose variables have been put in, wrong for one that still has them. */
  readonly doubleDollar: boolean;
}

type Values = Readonly<Record<string, unknown>>;

/** A value in the form and order in which it is printed: empty attributes left out, names sorted, `$` doubled. */
export function arrange(value: unknown, layout: Layout | undefined, style: PrintStyle): unknown {
  const given = layout?.convert ? layout.convert(value) : value;
  if (typeof given === "string") return style.doubleDollar ? given.replaceAll("$", "$$$$") : given;
  if (typeof given !== "object" || given === null) return given;
  if (Array.isArray(given)) return given.map((item) => arrange(item, layout?.each, style));
  return layout?.keys
    ? arrangeKnown(given as Values, layout, layout.keys, style)
    : arrangeNamed(given as Values, layout, style);
}

function arrangeNamed(values: Values, layout: Layout | undefined, style: PrintStyle): Values {
  const names = Object.keys(values);
  if (names.length > 1) style.format === "yaml" ? names.sort(compareNatural) : names.sort();
  return Object.fromEntries(
    names.map((name) => [name, arrange(values[name], layout?.parts?.[name] ?? layout?.each, style)]),
  );
}

function arrangeKnown(values: Values, layout: Layout, keys: readonly string[], style: PrintStyle): Values {
  const found: [string, unknown][] = [];
  for (const key of keys) {
    const part = layout.parts?.[key];
    const value = values[key];
    const whole = isEmpty(value, layout.keep?.includes(key) ?? false, part) ? undefined : arrange(value, part, style);
    if (whole !== undefined) found.push([key, whole]);
    else if (style.format === "json" && layout.always && key in layout.always) found.push([key, layout.always[key]]);
  }
  if (style.format === "yaml") {
    const extensions = Object.keys(values).filter((key) => key.startsWith("x-"));
    for (const key of extensions.sort(compareNatural)) found.push([key, arrange(values[key], undefined, style)]);
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
