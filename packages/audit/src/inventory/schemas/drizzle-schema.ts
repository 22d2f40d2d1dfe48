import type { Engine } from "../migrations/migration.ts";
import { withoutComments } from "../variables/strip-comments.ts";
import type { SchemaSurroundings } from "./prisma-schema.ts";
import type { OrmColumn, OrmSchema, OrmTable } from "./schema.ts";

const engines: Readonly<Record<string, Engine>> = { pg: "postgres", sqlite: "sqlite", mysql: "mysql" };

/** True for a module that may have tables of Drizzle. */
export function hasDrizzleTables(text: string): boolean {
  return /\b(?:pg|sqlite|mysql)Table(?:Creator)?\s*\(/.test(text);
}

/** Reads the tables of a module that Drizzle is given; undefined when it has none. Source: Drizzle ORM, schema declaration. */
export function readDrizzleSchema(path: string, around: SchemaSurroundings): OrmSchema | undefined {
  const text = around.text(path) ?? "";
  if (!hasDrizzleTables(text)) return undefined;
  const code = withoutComments(text, "slashes");
  const creators = new Map<string, { readonly kind: string; readonly prefix: string }>();
  for (const [, name = "", kind = "", prefix = ""] of code.matchAll(
    /\b(\w+)\s*=\s*(pg|sqlite|mysql)TableCreator\s*\(\s*\(?\s*\w+\s*\)?\s*=>\s*`([^`$]*)\$\{\s*\w+\s*\}`/g,
  ))
    creators.set(name, { kind, prefix });
  for (const kind of Object.keys(engines)) creators.set(`${kind}Table`, { kind, prefix: "" });
  const shared = sharedColumns(code, path, around);
  const call = new RegExp(
    `\\b(${[...creators.keys()].join("|")})\\s*\\(\\s*["'\`]([^"'\`]+)["'\`]\\s*,\\s*(?:\\(?\\s*\\{?\\s*\\w*\\s*\\}?\\s*\\)?\\s*=>\\s*\\(\\s*)?\\{`,
    "g",
  );
  let engine: Engine | undefined;
  const tables = [...code.matchAll(call)].map((match): OrmTable => {
    const creator = creators.get(match[1] ?? "");
    engine ??= engines[creator?.kind ?? ""];
    const open = match.index + match[0].length - 1;
    const { columns, spreads } = columnsOf(code, open, path, around);
    const known = spreads.every((name) => shared.has(name));
    return {
      name: `${creator?.prefix ?? ""}${match[2] ?? ""}`,
      at: around.place(path, match.index),
      columns: [...columns, ...spreads.flatMap((name) => shared.get(name) ?? [])],
      complete: known,
    };
  });
  return tables.length === 0 ? undefined : { path, system: "drizzle", engine, tables };
}

/** Objects of columns that tables spread: `const timestamps = { createdAt: timestamp() }`. */
function sharedColumns(
  code: string,
  path: string,
  around: SchemaSurroundings,
): ReadonlyMap<string, readonly OrmColumn[]> {
  const found = new Map<string, readonly OrmColumn[]>();
  for (const match of code.matchAll(/\bconst\s+(\w+)\s*=\s*\{(?=\s*\w+\s*:\s*\w+\()/g))
    found.set(match[1] ?? "", columnsOf(code, match.index + match[0].length - 1, path, around).columns);
  return found;
}

/** The entries of the object that begins at `open`. */
function columnsOf(
  code: string,
  open: number,
  path: string,
  around: SchemaSurroundings,
): { readonly columns: readonly OrmColumn[]; readonly spreads: readonly string[] } {
  const columns: OrmColumn[] = [];
  const spreads: string[] = [];
  for (const { text, start } of entriesOf(code, open)) {
    const spread = /^\.\.\.\s*(\w+)/.exec(text)?.[1];
    if (spread !== undefined) spreads.push(spread);
    const match = /^["']?(\w+)["']?\s*:\s*(?:\w+\.)?(\w+)\s*(?:<[^(]*>)?\(\s*(?:["'`]([^"'`]+)["'`])?/.exec(text);
    if (!match) continue;
    const [, key = "", type = "", name] = match;
    const nullable =
      !/\.(?:notNull|primaryKey|generatedAlwaysAsIdentity|generatedByDefaultAsIdentity)\s*\(/.test(text) &&
      !/serial/i.test(type);
    const names = name === undefined ? [key, snake(key)] : [name];
    columns.push({ names, at: around.place(path, start), nullable });
  }
  return { columns, spreads };
}

/** The parts between the commas of an object, of the outermost level. */
function entriesOf(code: string, open: number): readonly { readonly text: string; readonly start: number }[] {
  const entries: { text: string; start: number }[] = [];
  let depth = 0;
  let from = open + 1;
  const add = (to: number): void => {
    const raw = code.slice(from, to);
    const text = raw.trim();
    if (text !== "") entries.push({ text, start: from + raw.indexOf(text) });
    from = to + 1;
  };
  for (let at = open; at < code.length; at++) {
    const sign = code[at] as string;
    if (sign === '"' || sign === "'" || sign === "`") {
      const close = code.indexOf(sign, at + 1);
      at = close === -1 ? code.length : close;
    } else if ("{[(".includes(sign)) depth++;
    else if ("}])".includes(sign)) {
      if (--depth === 0) {
        add(at);
        break;
      }
    } else if (sign === "," && depth === 1) add(at);
  }
  return entries;
}

function snake(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
}
