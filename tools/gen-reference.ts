import type { Note } from "../packages/compose/src/schema/notes.ts";
import { below, type Place, type SchemaPart, typesOf } from "./schema-tree.ts";

/** A page of docs that tells of every attribute of a file. */
export interface ReferencePage {
  readonly head: string;
  /** What the chapters are called, and where in the schema they begin. */
  readonly chapters: readonly (readonly [title: string, path: string])[];
  readonly notes: Readonly<Record<string, Note>>;
  /** Whether there is a column with the release that first knew an attribute. */
  readonly since: boolean;
}

/** The text of a page: a table for each chapter. */
export function generate(schema: unknown, { head, chapters, notes, since }: ReferencePage): string {
  const root: Place = { path: "", part: JSON.parse(JSON.stringify(schema)) as SchemaPart };
  const all = new Map<string, Place>();
  const collect = (place: Place): void => {
    all.set(place.path, place);
    for (const one of below(place)) collect(one);
  };
  collect(root);
  const starts = new Set(chapters.map(([, path]) => path));
  const sections = chapters.map(([title, start]) => {
    const place = all.get(start);
    if (!place) throw new Error(`the schema has no ${start}`);
    const rows = below(place).flatMap((one) => rowsOf(one, start, starts, notes));
    const table = [["Attribute", "Written as", "Meaning", "Since"], ["---", "---", "---", "---"], ...rows].map(
      (cells) => `|${since ? cells.map(padded).join("|") : cells.slice(0, 3).map(padded).join("|")}|`,
    );
    return [`## ${title}`, "", ...table, ""].join("\n");
  });
  return `${head}\n${sections.join("\n")}`;
}

/** The row of a place and of all that stands below it, up to where another chapter begins. */
function rowsOf(place: Place, start: string, starts: ReadonlySet<string>, notes: ReferencePage["notes"]): string[][] {
  const inner = below(place).filter(({ path }) => !starts.has(path));
  const named = !/(\*|\[\])$/.test(place.path);
  const row = named ? [rowOf(place, start, notes)] : [];
  return starts.has(place.path) && place.path !== start
    ? row
    : [...row, ...inner.flatMap((one) => rowsOf(one, start, starts, notes))];
}

function padded(cell: string): string {
  return /^-+$/.test(cell) ? cell : ` ${cell} `;
}

function rowOf({ path, part }: Place, start: string, notes: ReferencePage["notes"]): string[] {
  const name = path.slice(start === "" ? 0 : start.length + 1).replaceAll("*", "NAME");
  const examples = (notes[path]?.examples ?? []).map((value) => `\`${cell(flow(value))}\``);
  const meaning = [part.description ?? "", examples.length > 0 ? `Such as ${examples.join(", ")}.` : ""];
  return [`\`${name}\``, cell(writtenAs(part)), meaning.filter(Boolean).join(" "), notes[path]?.since ?? ""];
}

const words: Readonly<Record<string, string>> = {
  string: "text",
  integer: "whole number",
  number: "number",
  boolean: "true or false",
  null: "nothing",
};

/** The forms of a value: `text, list of texts, mapping`. */
function writtenAs(part: SchemaPart): string {
  if (part.enum) return part.enum.map((word) => `\`${word}\``).join(", ");
  const types = typesOf(part);
  if (types.length === 0) return "any value";
  // A text that only stands for a number or a truth value after interpolation is no form of its own.
  const spoken = types.filter(
    (type) => type !== "string" || !types.some((other) => other === "boolean" || other === "integer"),
  );
  return spoken.map((type) => words[type] ?? (type === "array" ? listOf(part) : "mapping")).join(", ");
}

function listOf({ items = {} }: SchemaPart): string {
  const forms = typesOf(items).flatMap((type) =>
    type === "object" ? ["mappings"] : type === "string" ? ["texts"] : type === "number" ? ["numbers"] : [],
  );
  return forms.length === 0 ? "list" : `list of ${forms.join(" or ")}`;
}

/** A value as YAML on one line. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const pairs = Object.entries(value).map(([key, one]) => (one === null ? key : `${key}: ${flow(one)}`));
    return `{${pairs.join(", ")}}`;
  }
  if (typeof value !== "string") return String(value);
  return /^[\w./@$-][\w./@:=${} -]*$/.test(value) && !/^[\d.]+$|: | $/.test(value) ? value : JSON.stringify(value);
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
