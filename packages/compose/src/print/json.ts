/**
 * Plain data (mappings as `Map`s, in their order) as JSON in the style of Go: without white space, or with `indent` spaces
 * for each level. `<`, `>`, `&` and the line separators of Unicode are escapes.
 * Source: Go `encoding/json`.
 */
export function toJson(value: unknown, indent = 0): string {
  const space = indent === 0 ? "" : " ";
  const write = (value: unknown, line: string): string => {
    const inner = indent === 0 ? "" : `${line}${" ".repeat(indent)}`;
    if (Array.isArray(value)) {
      return enclose(
        value.map((item) => write(item, inner)),
        "[]",
        inner,
        line,
      );
    }
    if (value instanceof Map) {
      const pairs = [...value].map(([key, child]) => `${scalar(key)}:${space}${write(child, inner)}`);
      return enclose(pairs, "{}", inner, line);
    }
    return scalar(value);
  };
  return write(value, indent === 0 ? "" : "\n");
}

function enclose(parts: readonly string[], brackets: string, inner: string, line: string): string {
  if (parts.length === 0) return brackets;
  return `${brackets[0]}${inner}${parts.join(`,${inner}`)}${line}${brackets[1]}`;
}

function scalar(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, escape);
}

function escape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
