import type { ScalarValue } from "./node.ts";

const words: ReadonlyMap<string, ScalarValue> = new Map<string, ScalarValue>([
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ...["true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["false", "False", "FALSE"].map((word) => [word, false] as const),
  ...[".nan", ".NaN", ".NAN"].map((word) => [word, Number.NaN] as const),
  ...[".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"].map((word) => [word, Number.POSITIVE_INFINITY] as const),
  ...["-.inf", "-.Inf", "-.INF"].map((word) => [word, Number.NEGATIVE_INFINITY] as const),
]);

const longestNumber = 100;
const decimal = /^[-+]?(?:0|[1-9][0-9]*)$/;
const based = /^([-+]?)0(?:[xX]([0-9a-fA-F]+)|[oO]?([0-7]+)|[bB]([01]+))$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/**
 * The value of a scalar written without quotes. `yes`, `on`, times (`22:22`) and dates are texts; `010` and `0o10` are
 * 8; `_` between digits is dropped. A whole number that JavaScript cannot hold exactly stays the text of its digits, so
 * that no identifier in an environment loses its end.
 * Source: go-yaml v4, as Compose reads files (YAML 1.1 numbers, YAML 1.2 booleans).
 */
export function plainValue(text: string): ScalarValue {
  const word = words.get(text);
  if (word !== undefined) return word;
  const first = text.charCodeAt(0);
  // Only what begins with a digit, `+`, `-` or `.` can be a number.
  if (!((first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46)) return text;
  const digits = text.includes("_") ? text.replaceAll("_", "") : text;
  // The conversion of such a number takes long, and Go keeps it as a text too.
  if (digits.length > longestNumber) return text;
  if (decimal.test(digits)) return digits.length < 16 ? Number(digits) : exact(BigInt(digits.replace("+", "")));
  const parts = based.exec(digits);
  if (parts) {
    const [, sign, hex, octal, binary] = parts;
    const size = BigInt(hex ? `0x${hex}` : octal ? `0o${octal}` : `0b${binary}`);
    return exact(sign === "-" ? -size : size);
  }
  // A number that is too large for a float stays text, as in Go.
  return float.test(digits) && Number.isFinite(Number(digits)) ? Number(digits) : text;
}

function exact(whole: bigint): ScalarValue {
  const value = Number(whole);
  return Number.isSafeInteger(value) ? value : whole.toString();
}

/**
 * The value of a scalar with an explicit tag (`!!str`, `!!int`, …), or undefined when the text does not fit the tag.
 * A tag that is not YAML's own says nothing about the type: the text stays.
 */
export function taggedValue(tag: string, text: string): ScalarValue | undefined {
  const value = plainValue(text);
  switch (tag) {
    case "!!null":
      return value === null ? null : undefined;
    case "!!bool":
      return typeof value === "boolean" ? value : undefined;
    case "!!int":
      return Number.isSafeInteger(value) || /^-?\d+$/.test(String(value)) ? value : undefined;
    case "!!float":
      return typeof value === "number" ? value : undefined;
    case "!!binary":
      return binaryText(text.replace(/\s/g, ""));
    default:
      return text;
  }
}

/** The UTF-8 text that base64 stands for; undefined when it is no base64. */
function binaryText(base64: string): string | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64) || base64.length % 4 === 1) return undefined;
  return new TextDecoder().decode(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)));
}
