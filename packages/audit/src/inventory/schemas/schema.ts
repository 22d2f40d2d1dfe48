import type { Place } from "../../finding.ts";
import type { Engine } from "../migrations/migration.ts";

/** The tables that an ORM is told of. */
export interface OrmSchema {
  readonly path: string;
  readonly system: "prisma" | "drizzle";
  readonly engine: Engine | undefined;
  readonly tables: readonly OrmTable[];
}

export interface OrmTable {
  /** As in the database. */
  readonly name: string;
  readonly at: Place;
  readonly columns: readonly OrmColumn[];
  /** False when it may have more columns than can be read. */
  readonly complete: boolean;
}

export interface OrmColumn {
  /** The names that it may have in the database: the second one is the first in snake case, where the ORM can be told to do so. */
  readonly names: readonly string[];
  readonly at: Place;
  readonly nullable: boolean;
}
