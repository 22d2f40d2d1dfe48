import { parseBytes, parseDuration } from "@slipway/core";
import type { Setting } from "../contract/contract.ts";

/** What a text stands for by the type of its setting; durations are milliseconds, sizes bytes. */
export type SettingValue =
  | string
  | number
  | boolean
  | readonly SettingValue[]
  | { readonly [key: string]: unknown }
  | null;

/** The value of a text, or what is wrong with it. The problem never holds the text. */
export type Coerced = { readonly value: SettingValue } | { readonly problem: string };

/** What of a setting decides how its text is read. */
export type ValueRule = Pick<Setting, "type" | "values" | "items" | "separator" | "min" | "max" | "pattern">;

/** The value of a text by the declared type, and only by it: `yes` in a string stays `yes`, a comma in it stays a comma. */
export function coerce(text: string, rule: ValueRule): Coerced {
  if (rule.pattern !== undefined && !new RegExp(`^(?:${rule.pattern})$`, "u").test(text))
    return { problem: `does not match ${rule.pattern}` };
  const read = readers[rule.type](text, rule);
  return "problem" in read ? read : withinBounds(read.value, rule);
}

const readers: Readonly<Record<Setting["type"], (text: string, rule: ValueRule) => Coerced>> = {
  string: (text) => ({ value: text }),
  int: (text) => {
    const value = Number(text);
    if (!/^[-+]?\d+$/.test(text)) return { problem: "is no whole number" };
    return Number.isSafeInteger(value) ? { value } : { problem: "is too large to be held exactly" };
  },
  number: (text) =>
    /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/.test(text) && Number.isFinite(Number(text))
      ? { value: Number(text) }
      : { problem: "is no number" },
  bool: (text) => {
    const value = truth.get(text.toLowerCase());
    return value === undefined ? { problem: "is neither true nor false" } : { value };
  },
  url: (text) =>
    URL.canParse(text) && /^[a-z][a-z0-9+.-]*:\S+$/i.test(text) ? { value: text } : { problem: "is no URL" },
  port: (text) => {
    const value = Number(text);
    return /^\d{1,5}$/.test(text) && value >= 1 && value <= 65_535 ? { value } : { problem: "is no port" };
  },
  duration: (text) => {
    const nanoseconds = parseDuration(text);
    return nanoseconds === undefined ? { problem: "is no span of time" } : { value: nanoseconds / 1e6 };
  },
  bytes: (text) => {
    const value = parseBytes(text);
    return value === undefined ? { problem: "is no size" } : { value };
  },
  enum: (text, { values }) =>
    values.includes(text) ? { value: text } : { problem: `is none of ${values.join(", ")}` },
  list: readList,
  json: (text) => {
    try {
      return { value: JSON.parse(text) };
    } catch {
      // The parser's own message quotes the text, which may be a secret.
      return { problem: "is no JSON" };
    }
  },
};

const truth: ReadonlyMap<string, boolean> = new Map([
  ...["true", "1", "yes", "on"].map((word) => [word, true] as const),
  ...["false", "0", "no", "off"].map((word) => [word, false] as const),
]);

function readList(text: string, { items, separator }: ValueRule): Coerced {
  if (text.trim() === "") return { value: [] };
  const values: SettingValue[] = [];
  for (const [index, item] of text.split(separator).entries()) {
    const read = coerce(item.trim(), { type: items, values: [], items: "string", separator });
    if ("problem" in read) return { problem: `has an item ${index + 1} that ${read.problem}` };
    values.push(read.value);
  }
  return { value: values };
}

function withinBounds(value: SettingValue, { min, max }: ValueRule): Coerced {
  const [size, unit] =
    typeof value === "number"
      ? [value, ""]
      : typeof value === "string"
        ? [value.length, " characters"]
        : Array.isArray(value)
          ? [value.length, " items"]
          : [undefined, ""];
  if (size !== undefined && min !== undefined && size < min) return { problem: `is less than ${min}${unit}` };
  if (size !== undefined && max !== undefined && size > max) return { problem: `is more than ${max}${unit}` };
  return { value };
}
