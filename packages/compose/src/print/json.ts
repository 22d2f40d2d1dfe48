/**
 * Plain data (mappings as `Map`s, in their order) as JSON in the style of Go: without white space, or with `indent` spaces
 * for each level. `<`, `>`, `&` and the line separators of Unicode are escapes.
 * Source: Go `encoding/json`.
 */
export function toJson(value: unknown, indent = 0): string {
  const parts: string[] = [];
  write(value, { line: indent === 0 ? "" : "\n", step: " ".repeat(indent), colon: indent === 0 ? ":" : ": " }, parts);
  return parts.join("");
}

interface Place {
  /** What begins a line of this level; empty when all stands on one. */
  readonly line: string;
  /** What is added for each level. */
  readonly step: string;
  readonly colon: string;
}

function write(value: unknown, place: Place, parts: string[]): void {
  const { line, step, colon } = place;
  const isList = Array.isArray(value);
  if (!isList && !(value instanceof Map)) {
    parts.push(scalar(value));
    return;
  }
  const inner = { line: `${line}${step}`, step, colon };
  let before = `${isList ? "[" : "{"}${inner.line}`;
  const empty = isList ? value.length === 0 : value.size === 0;
  if (isList) {
    for (const item of value) {
      parts.push(before);
      write(item, inner, parts);
      before = `,${inner.line}`;
    }
  } else {
    for (const [key, child] of value) {
      parts.push(before, scalar(key), colon);
      write(child, inner, parts);
      before = `,${inner.line}`;
    }
  }
  parts.push(empty ? (isList ? "[]" : "{}") : `${line}${isList ? "]" : "}"}`);
}

function scalar(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, escape);
}

function escape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
