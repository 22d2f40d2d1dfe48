/** What a database holds, as it tells itself. */
export interface Catalog {
  readonly tables: readonly CatalogTable[];
}

export interface CatalogTable {
  /** Without its schema where that is the usual one. */
  readonly name: string;
  readonly columns: readonly CatalogColumn[];
}

export interface CatalogColumn {
  readonly name: string;
  /** As the engine names it: `integer`, `character varying`; for SQLite as it was declared. */
  readonly type: string;
  readonly nullable: boolean;
}
