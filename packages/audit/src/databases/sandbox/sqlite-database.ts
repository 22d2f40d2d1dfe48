import { constants, DatabaseSync } from "node:sqlite";
import type { CatalogTable } from "../catalog.ts";
import { StatementError, type TrialDatabase } from "../trial.ts";

/** A SQLite database in memory that reaches no file: attaching (which `VACUUM INTO` does, too) and loading code are denied. */
export async function openSqlite(): Promise<TrialDatabase> {
  const database = new DatabaseSync(":memory:", { enableForeignKeyConstraints: false, allowExtension: false });
  const denied = new Set([constants.SQLITE_ATTACH, constants.SQLITE_DETACH]);
  database.setAuthorizer((action, first, second) => {
    const loads = action === constants.SQLITE_FUNCTION && (first === "load_extension" || second === "load_extension");
    const directory = action === constants.SQLITE_PRAGMA && /directory|journal_mode|wal/.test(String(first));
    if (directory) return constants.SQLITE_IGNORE;
    return denied.has(action) || loads ? constants.SQLITE_DENY : constants.SQLITE_OK;
  });
  const tables = (): readonly string[] =>
    database
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
      .all()
      .map(({ name }) => String(name));
  const columns = (table: string) => database.prepare("SELECT * FROM pragma_table_info(?)").all(table);
  return {
    async run(statement) {
      try {
        database.exec(statement);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        throw new StatementError(message, {
          surroundings: /no such (?:module|function|collation)|not authorized|authorization denied/.test(message),
          emptyColumn: /NOT NULL constraint failed/.test(message),
        });
      }
    },
    async catalog() {
      const found = tables().map(
        (name): CatalogTable => ({
          name,
          columns: columns(name).map((row) => ({
            name: String(row.name),
            type: String(row.type).toLowerCase(),
            nullable: row.notnull === 0 && row.pk === 0,
          })),
        }),
      );
      return { tables: found };
    },
    async fill() {
      for (const table of tables()) {
        const own = columns(table).filter(({ notnull, dflt_value, pk }) => notnull === 1 || (pk !== 0 && !dflt_value));
        for (const row of [1, 2]) insert(database, table, own, row);
      }
    },
    async close() {
      database.close();
    },
  };
}

/** Puts a made-up row in; a table that refuses it stays without. */
function insert(database: DatabaseSync, table: string, columns: readonly Record<string, unknown>[], row: number): void {
  const quoted = `"${table.replaceAll('"', '""')}"`;
  const names = columns.map(({ name }) => `"${String(name).replaceAll('"', '""')}"`).join(", ");
  const values = columns
    .map(({ type }) => (/char|text|clob|json|date/i.test(String(type)) ? `'x${row}'` : row))
    .join(", ");
  const sql =
    names === "" ? `INSERT INTO ${quoted} DEFAULT VALUES` : `INSERT INTO ${quoted} (${names}) VALUES (${values})`;
  try {
    database.exec(sql);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
}
