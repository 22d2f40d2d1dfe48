import type { Place } from "../../finding.ts";
import type { Document } from "./read-document.ts";

/** A row of a table, or an item of a list, that begins with the name of a variable. */
export interface VariableRow {
  readonly name: string;
  readonly at: Place;
  /** The table it stands in; undefined in a list. */
  readonly table: VariableTable | undefined;
}

export interface VariableTable {
  readonly at: Place;
  readonly headers: readonly string[];
  /** The offset behind its last row. */
  readonly end: number;
}

/** The rows about variables of a document. */
export function variableRows(document: Document, text: string): readonly VariableRow[] {
  const rows: VariableRow[] = [];
  let table: { at: Place; headers: readonly string[]; end: number } | undefined;
  let before: { readonly line: string; readonly start: number } | undefined;
  let fence: string | undefined;
  let start = 0;
  for (const line of text.split("\n")) {
    const opened = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    if (opened && (fence === undefined || opened.startsWith(fence))) fence = fence === undefined ? opened : undefined;
    else if (fence === undefined) {
      const isRow = /^\s*\|/.test(line);
      if (isRow && /^[\s|:-]+$/.test(line) && line.includes("-") && before)
        table = { at: document.place(before.start), headers: cellsOf(before.line), end: start + line.length };
      else if (isRow && table) {
        table.end = start + line.length;
        const cells = cellsOf(line);
        const name = cells.slice(0, 2).flatMap((cell) => nameIn(cell) ?? [])[0];
        if (name) rows.push({ name, at: document.place(start + line.indexOf(name)), table });
      } else table = isRow ? table : undefined;
      const item = /^\s*(?:[-*+]|\d+\.)\s+(?:\[[ x]\]\s+)?[*_]{0,2}`([A-Z][A-Z0-9_]{2,})(?:=[^`]*)?`/.exec(line)?.[1];
      if (item) rows.push({ name: item, at: document.place(start + line.indexOf(item)), table: undefined });
      before = { line, start };
    }
    start += line.length + 1;
  }
  return rows;
}

function cellsOf(line: string): readonly string[] {
  return line
    .trim()
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}

function nameIn(cell: string): string | undefined {
  return /^[*_]{0,2}`?([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)(?:=[^`]*)?`?[*_]{0,2}$/.exec(cell)?.[1];
}
