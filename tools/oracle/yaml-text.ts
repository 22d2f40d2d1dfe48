import type { Random } from "./random.ts";

/** A value with a tag or an anchor before it (`!reset`, `&a`), or an alias (`*a`) without a value. */
export class Marked {
  readonly mark: string;
  readonly value: unknown;

  constructor(mark: string, value?: unknown) {
    this.mark = mark;
    this.value = value;
  }
}

/** A value as YAML, in styles chosen by chance: block or flow, quoted or plain. */
export function toYamlText(value: unknown, random: Random, indent = ""): string {
  if (value instanceof Marked) {
    if (value.value === undefined) return ` ${value.mark}`;
    return ` ${value.mark}${toYamlText(value.value, random, indent)}`;
  }
  if (typeof value !== "object" || value === null) return ` ${scalarText(value, random)}`;
  const entries = Object.entries(value);
  if (entries.length === 0) return Array.isArray(value) ? " []" : " {}";
  if (indent.length > 4 && random.chance(40) && !hasMarks(value)) return ` ${JSON.stringify(value)}`;
  const inner = `${indent}  `;
  const lines = entries.map(([key, item]) =>
    Array.isArray(value)
      ? `${inner}-${toYamlText(item, random, inner)}`
      : `${inner}${keyText(key)}:${toYamlText(item, random, inner)}`,
  );
  return `\n${lines.join("\n")}`;
}

function hasMarks(value: unknown): boolean {
  if (value instanceof Marked) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasMarks);
}

function keyText(key: string): string {
  return /^[\w.<-]+$/.test(key) ? key : JSON.stringify(key);
}

function scalarText(value: unknown, random: Random): string {
  if (value === null) return random.pick(["", "null", "~"]);
  if (typeof value !== "string") return String(value);
  if (
    /^[a-z/.][\w./${}-]*$/i.test(value) &&
    !/^(y|n|yes|no|on|off|true|false|null|~|\.\w*)$/i.test(value) &&
    random.chance(50)
  )
    return value;
  return random.chance(50) && !value.includes("\n") ? `'${value.replaceAll("'", "''")}'` : JSON.stringify(value);
}
