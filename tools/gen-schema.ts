/**
 * Compiles our JSON Schemas into validators ahead of time.
 * Compiling at run time would cost 160 ms and ajv itself; the generated file needs neither.
 */
import { Ajv } from "ajv";
import standaloneCode from "ajv/dist/standalone/index.js";

type Json = Readonly<Record<string, unknown>>;

/** The schema without descriptions, and with every part that occurs twice or more as a `$ref` to one definition. */
function compact(schema: unknown): Json {
  const counts = new Map<string, number>();
  const count = (part: unknown): void => {
    if (!isObject(part)) return;
    const text = JSON.stringify(withoutDescriptions(part));
    counts.set(text, (counts.get(text) ?? 0) + 1);
    for (const child of Object.values(part))
      for (const one of isObject(child) ? [child, ...Object.values(child)] : []) count(one);
  };
  count(schema);
  const names = new Map<string, string>();
  const definitions: Record<string, unknown> = {};
  const share = (part: unknown): unknown => {
    if (Array.isArray(part)) return part;
    if (!isObject(part)) return part;
    const text = JSON.stringify(withoutDescriptions(part));
    const plain = Object.fromEntries(
      Object.entries(part)
        .filter(([key]) => key !== "description")
        .map(([key, value]) => [key, key === "properties" && isObject(value) ? mapValues(value, share) : share(value)]),
    );
    if ((counts.get(text) ?? 0) < 2 || text.length < 150) return plain;
    const known = names.get(text);
    if (known !== undefined) return { $ref: `#/$defs/${known}` };
    const name = `d${names.size}`;
    names.set(text, name);
    definitions[name] = plain;
    return { $ref: `#/$defs/${name}` };
  };
  const root = share(schema) as Json;
  return { ...root, $defs: definitions };
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function mapValues(record: Json, change: (value: unknown) => unknown): Json {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/** Only where `description` describes: an attribute may itself be called so. */
function withoutDescriptions(part: unknown): unknown {
  if (!isObject(part)) return part;
  return Object.fromEntries(
    Object.entries(part)
      .filter(([key, value]) => !(key === "description" && typeof value === "string"))
      .map(([key, value]) => [key, withoutDescriptions(value)]),
  );
}

/** Errors of a part are added to those before: ajv's `concat` would copy all of them each time. A thousand are enough. */
const more = "const more = (all, part) => { if (all.length < 1000) all.push(...part); return all; };";

const door = `import type { SchemaFault } from "@slipway/core";
export const validate: ((document: unknown) => boolean) & { errors?: readonly SchemaFault[] | null } = `;

const compiler = (): Ajv =>
  new Ajv({
    allErrors: true,
    messages: false,
    strict: false,
    unicodeRegExp: false,
    inlineRefs: false,
    code: { source: true, esm: true, lines: false, optimize: 2 },
  });

/** How ajv counts the letters of a text, without ajv. */
const lengthOf = "((text) => { let length = 0; for (const _ of text) length++; return length; })";

/** Faults are gathered without copying those before, and nothing of ajv is left. */
const freed = (code: string): string =>
  withoutSchemas(code)
    .replace(/vErrors\.concat\((\w+)\.errors\)/g, "more(vErrors,$1.errors)")
    .replace(/require\("ajv\/dist\/runtime\/ucs2length"\)\.default/g, lengthOf);

/**
 * The code with what it looks up in its schemas written in place of the look-up, and without the schemas: each program that loads
 * the module would build them, part by part. Of an object only the names of its attributes are ever asked for.
 */
function withoutSchemas(code: string): string {
  const schemas = new Map<string, unknown>();
  const declared = /\bconst (schema\d+) = (?=\{)/g;
  let rest = "";
  let end = 0;
  for (const found of code.matchAll(declared)) {
    const start = found.index + found[0].length;
    const text = code.slice(start, endOfObject(code, start));
    schemas.set(found[1] ?? "", JSON.parse(text));
    rest += code.slice(end, found.index);
    // The semicolon, too.
    end = start + text.length + 1;
  }
  rest += code.slice(end);
  const names: string[] = [];
  const inlined = rest.replace(/\b(schema\d+)((?:\.\w+|\["[^"]*"\])*)/g, (whole, name: string, path: string) => {
    const steps = [...path.matchAll(/\.(\w+)|\["([^"]*)"\]/g)].map(([, word, quoted]) => word ?? quoted ?? "");
    const value = steps.reduce<unknown>((at, step) => (isObject(at) ? at[step] : undefined), schemas.get(name));
    if (value === undefined) throw new Error(`${whole} is not in the generated schemas`);
    if (!isObject(value)) return JSON.stringify(value);
    names.push(`const ${name}Names = ${JSON.stringify(mapValues(value, () => 0))};`);
    return `${name}Names`;
  });
  return [inlined, ...names].join("\n");
}

/** Where an object of JSON ends that begins at an index. */
function endOfObject(text: string, start: number): number {
  let depth = 0;
  for (const { index, 0: part } of text.slice(start).matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (part === "{") depth++;
    if (part === "}") depth--;
    if (depth === 0) return start + index + 1;
  }
  throw new Error("an object of a generated validator has no end");
}

/** The source text of a module that exports `validate`, and `schema`, which gives the compacted schema. */
export function generate(schema: unknown, from: string): string {
  const ajv = compiler();
  const small = compact(schema);
  const code = freed(standaloneCode.default(ajv, ajv.compile(small))).replace(
    /^"use strict";export const validate = (\w+);export default \w+;/,
    (_, name) => `${door}${name};`,
  );
  return `// @ts-nocheck\n// biome-ignore-all lint: generated\n// biome-ignore-all format: generated\n// Generated by tools/gen-schema.ts from schema/${from}. Do not edit.\nexport const schema = () => (${JSON.stringify(small)});\n${more}\n${code}\n`;
}

/** Source text that declares a validator under each name. */
export function validators(schemas: Readonly<Record<string, unknown>>): string {
  const ajv = compiler();
  for (const [name, schema] of Object.entries(schemas)) ajv.addSchema(withoutDescriptions(schema) as object, name);
  const names = Object.fromEntries(Object.keys(schemas).map((name) => [name, name]));
  const code = freed(standaloneCode.default(ajv, names));
  return `${more}\n${code.replace(/^"use strict";/, "").replace(/export const /g, "const ")}`;
}
