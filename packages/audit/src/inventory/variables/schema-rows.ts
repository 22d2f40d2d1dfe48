import type { FoundUse } from "./destructured.ts";

const validators =
  /(?:z(?:\.coerce)?\.|str\(|bool\(|num\(|port\(|url\(|email\(|host\(|json\(|make\w*Validator|Joi\.|joi\.|yup\.|v\.|t\.|Type\.|S\.|s\.|Schema\.|envsafe\.|get\(|envField\.)/y;

/**
 * The rows of schemas of the environment: `NAME: z.string()` in code that checks its environment with zod, t3, envalid, Joi or
 * the like, and the fields of pydantic's settings.
 */
export function schemaRows(path: string, code: string): readonly FoundUse[] {
  if (/\.py$/.test(path)) return pydanticFields(code);
  if (!/\.(?:[cm]?[jt]sx?)$/.test(path)) return [];
  if (!/process\.env|import\.meta\.env|createEnv|cleanEnv|Bun\.env|runtimeEnv|envsafe/.test(code) && !/env/i.test(path))
    return [];
  const found: FoundUse[] = [];
  for (const match of code.matchAll(/(?<=[{,\n]\s{0,40})["']?([A-Z][A-Z0-9_]+)["']?\s*:\s*/g)) {
    const from = match.index + match[0].length;
    validators.lastIndex = from;
    if (!validators.test(code)) continue;
    const row = code.slice(from, endOfRow(code, from));
    const fallback =
      /\.default\(\s*(?:"([^"\n]*)"|'([^'\n]*)'|(\d+|true|false))/.exec(row) ??
      /\b(?:default|devDefault):\s*(?:"([^"\n]*)"|'([^'\n]*)'|(\d+|true|false))/.exec(row);
    const value = fallback && (fallback[1] ?? fallback[2] ?? fallback[3]);
    const optional =
      /\.(?:optional|nullish|default|catch|prefault)\(|\b(?:default|devDefault|optional)\s*:|Optional\(|\.allow\(\s*["']{2}/.test(
        row,
      );
    found.push({
      name: match[1] ?? "",
      start: match.index + match[0].indexOf(match[1] ?? ""),
      prefix: false,
      via: "schema",
      required: !optional,
      ...(value === undefined || value === null ? {} : { fallback: value }),
    });
  }
  return found;
}

/** The offset at which a row of an object ends: its comma, or the brace that closes the object. */
function endOfRow(code: string, from: number): number {
  let depth = 0;
  for (let at = from; at < Math.min(code.length, from + 4000); at++) {
    const sign = code[at] ?? "";
    if ("([{".includes(sign)) depth++;
    else if (")]}".includes(sign) && --depth < 0) return at;
    else if (sign === "," && depth === 0) return at;
    else if (sign === '"' || sign === "'") {
      const close = code.indexOf(sign, at + 1);
      if (close !== -1) at = close;
    }
  }
  return Math.min(code.length, from + 4000);
}

/** Fields of classes below pydantic's `BaseSettings`; the name is in capitals, behind `env_prefix`. */
function pydanticFields(code: string): readonly FoundUse[] {
  const found: FoundUse[] = [];
  for (const match of code.matchAll(
    /^class \w+\((?:[\w.]+,\s*)*(?:[\w.]*BaseSettings)\b[^\n]*\n((?:[ \t]+[^\n]*\n|[ \t]*\n)*)/gm,
  )) {
    const body = match[1] ?? "";
    const from = match.index + match[0].length - body.length;
    const prefix = /env_prefix\s*=\s*["']([^"']*)["']/.exec(body)?.[1] ?? "";
    for (const field of body.matchAll(/^(?: {4}|\t)([A-Za-z]\w*)\s*:\s*([^=\n]+?)(?:\s*=\s*([^\n]+))?$/gm)) {
      const [, name = "", type = "", value] = field;
      if (name === "model_config" || /ClassVar/.test(type)) continue;
      const alias = /\b(?:alias|validation_alias|env)\s*=\s*["']([A-Za-z_]\w*)["']/.exec(value ?? "")?.[1];
      const given = /^["']([^"']*)["']$|^(\d+|True|False)$|default\s*=\s*["']([^"']*)["']/.exec((value ?? "").trim());
      const fallback = given?.[1] ?? given?.[2] ?? given?.[3];
      const hasDefault =
        value !== undefined &&
        !/^Field\(\s*(?:\.\.\.|(?!.*default)(?:alias|env|validation_alias|description))/.test(value);
      found.push({
        name: (alias ?? `${prefix}${name}`).toUpperCase(),
        start: from + field.index + field[0].indexOf(name),
        prefix: false,
        via: "schema",
        required: !hasDefault && !/Optional|None/.test(type),
        ...(fallback === undefined ? {} : { fallback }),
      });
    }
  }
  return found;
}
