import type { Document } from "../../inventory/documents/read-document.ts";
import { type VariableRow, type VariableTable, variableRows } from "../../inventory/documents/variable-rows.ts";
import type { Inventory } from "../../inventory/inventory.ts";

/** The document that lists the variables. */
export interface ConfigDocument {
  readonly document: Document;
  readonly rows: readonly VariableRow[];
  /** The table with most of the rows, if it is in tables that they stand. */
  readonly table: VariableTable | undefined;
}

const cache = new WeakMap<readonly Document[], readonly ConfigDocument[]>();

/** The documents that have at least three rows about variables which exist, the one with most of them first. */
export function configDocuments({ documents, variables, text }: Inventory): readonly ConfigDocument[] {
  const known = cache.get(documents);
  if (known) return known;
  const isInTemplate = (name: string): boolean => (variables.all.get(name)?.templates.length ?? 0) > 0;
  const found = documents.flatMap((document) => {
    if (document.history) return [];
    const rows = variableRows(document, text(document.path) ?? "");
    const isKnown = (name: string): boolean => (variables.all.get(name)?.uses.length ?? 0) > 0 || isInTemplate(name);
    const names = new Set(rows.map(({ name }) => name).filter(isKnown));
    if (names.size < 3 || names.size * 3 < rows.length) return [];
    const tables = Map.groupBy(rows, ({ table }) => table);
    const table = [...tables].toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0];
    return { document, rows, table, size: names.size };
  });
  const sorted = found.toSorted((a, b) => b.size - a.size);
  cache.set(documents, sorted);
  return sorted;
}
