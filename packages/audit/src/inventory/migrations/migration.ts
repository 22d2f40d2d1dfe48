import type { Place } from "../../finding.ts";

export type Engine = "postgres" | "sqlite" | "mysql" | "mongodb" | "mssql";

/** The tools whose migrations are known; `sql` are plain numbered files. */
export type MigrationSystem =
  | "prisma"
  | "drizzle"
  | "knex"
  | "kysely"
  | "typeorm"
  | "sequelize"
  | "alembic"
  | "django"
  | "rails"
  | "goose"
  | "dbmate"
  | "sql-migrate"
  | "golang-migrate"
  | "flyway"
  | "diesel"
  | "sql"
  | "code";

/** A stretch of SQL in a file: the whole of it, a section, or a literal of code. */
export interface SqlPart {
  readonly path: string;
  /** The offset of {@link text} in the file. */
  readonly start: number;
  readonly text: string;
}

/** One migration. */
export interface Migration {
  /** As its tool names it: `0003_add_orders`. */
  readonly name: string;
  readonly path: string;
  /** The digits that it begins with, as written; undefined when its tool does not count. */
  readonly number?: string;
  /** What it does, in order; undefined when it is code that would have to be run to know. */
  readonly up?: readonly SqlPart[];
  /** How it is undone; `none` when nothing of the kind is there. */
  readonly down: readonly SqlPart[] | "code" | "none";
  /** The migrations that must come before it, for tools that say so. */
  readonly after?: readonly string[];
}

/** Migrations that one tool applies to one database. */
export interface MigrationSet {
  readonly system: MigrationSystem;
  /** Relative to the root. */
  readonly folder: string;
  /** Undefined when nothing tells. */
  readonly engine: Engine | undefined;
  /** In the order in which they are applied. */
  readonly migrations: readonly Migration[];
  /** What the tool's own list of them says. */
  readonly journal?: Journal;
  /** Files of SQL in the folder that no migration is made of. */
  readonly strays: readonly string[];
}

/** A list of migrations that a tool keeps beside them. */
export interface Journal {
  readonly path: string;
  readonly entries: readonly JournalEntry[];
}

export interface JournalEntry {
  readonly name: string;
  readonly at: Place;
  /** When it was made, where the tool orders by that. */
  readonly when?: number;
  readonly index?: number;
}
