import type { Catalog, CatalogTable } from "../../databases/catalog.ts";

/** One thing that two descriptions of a database do not agree on. */
export interface Difference {
  readonly table: string;
  readonly column?: string;
  readonly kind: "table missing" | "column missing" | "nullable" | "not nullable";
}

/** A table as either side knows it. */
export interface ComparedTable {
  readonly name: string;
  readonly columns: readonly { readonly names: readonly string[]; readonly nullable: boolean }[];
  /** False: it may have more columns. */
  readonly complete: boolean;
}

/** What a tool keeps for itself in the database. */
const bookkeeping =
  /(?:^|\.)_?(?:\w*migrations?(?:_lock)?|schema_version|flyway_schema_history|goose_db_version|alembic_version|knex_\w+|atlas_schema_revisions|pgmigrations|sqlite_sequence)$/i;

export function isBookkeeping(table: string): boolean {
  return bookkeeping.test(table);
}

/** The tables of a catalog, to be compared. */
export function comparedTables({ tables }: Catalog): readonly ComparedTable[] {
  return tables.map(({ name, columns }: CatalogTable) => ({
    name,
    columns: columns.map((column) => ({ names: [column.name], nullable: column.nullable })),
    complete: true,
  }));
}

/** What `wanted` has and `given` has not, or has otherwise. Names are compared without case. */
export function differences(wanted: readonly ComparedTable[], given: readonly ComparedTable[]): readonly Difference[] {
  const tables = new Map(given.map((table) => [plain(table.name), table]));
  return wanted.flatMap((table): readonly Difference[] => {
    if (isBookkeeping(table.name)) return [];
    const other = tables.get(plain(table.name));
    if (other === undefined) return [{ table: table.name, kind: "table missing" }];
    const columns = new Map(other.columns.flatMap((column) => column.names.map((name) => [plain(name), column])));
    return table.columns.flatMap(({ names, nullable }): readonly Difference[] => {
      const column = names[0] ?? "";
      const match = names.map((name) => columns.get(plain(name))).find((one) => one !== undefined);
      if (match === undefined) return other.complete ? [{ table: table.name, column, kind: "column missing" }] : [];
      if (match.nullable === nullable) return [];
      return [{ table: table.name, column, kind: nullable ? "not nullable" : "nullable" }];
    });
  });
}

function plain(name: string): string {
  return name.toLowerCase();
}
