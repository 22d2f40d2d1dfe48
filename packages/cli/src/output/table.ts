import { columns, pad } from "./width.ts";

/** Rows under headings, each column as wide as its widest cell, three spaces between them; as docker prints tables. */
export function renderTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => all.reduce((most, row) => Math.max(most, columns(row[column] ?? "")), 0));
  let table = "";
  for (const row of all) {
    let line = "";
    for (const [column, cell] of row.entries()) line += `${column === 0 ? "" : "   "}${pad(cell, widths[column] ?? 0)}`;
    table += `${line.trimEnd()}\n`;
  }
  return table;
}
