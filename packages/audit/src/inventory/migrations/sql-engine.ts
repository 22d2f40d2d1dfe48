import type { Engine, SqlPart } from "./migration.ts";

const marks: readonly (readonly [RegExp, Engine])[] = [
  [
    /\b(?:BIGSERIAL|SMALLSERIAL|SERIAL|TIMESTAMPTZ|JSONB|BYTEA|TSVECTOR|CITEXT|PLPGSQL)\b|::\w|\$\$|\bCREATE (?:TYPE|EXTENSION|SEQUENCE|SCHEMA|MATERIALIZED)\b|\bgen_random_uuid\b|\bALTER COLUMN\b|\bTIMESTAMP WITH(?:OUT)? TIME ZONE\b|\bDOUBLE PRECISION\b|\bGENERATED (?:ALWAYS|BY DEFAULT) AS IDENTITY\b/i,
    "postgres",
  ],
  [
    /\bAUTOINCREMENT\b|\bPRAGMA\b|\bWITHOUT ROWID\b|\bSTRICT\s*;|\bINTEGER PRIMARY KEY\b|\bdatetime\('now'|\bstrftime\(|\bunixepoch\(/i,
    "sqlite",
  ],
  [/\bAUTO_INCREMENT\b|\bENGINE\s*=\s*InnoDB|\bUNSIGNED\b|\bCHARSET\s*=|CREATE TABLE (?:IF NOT EXISTS )?`/i, "mysql"],
];

/** The engine whose own words stand in the SQL; undefined when all is common, or the words disagree. */
export function engineOfSql(parts: readonly SqlPart[]): Engine | undefined {
  const text = parts.map((part) => part.text).join("\n");
  const found = marks.filter(([mark]) => mark.test(text)).map(([, engine]) => engine);
  // Drizzle quotes with backticks for SQLite, too; both write INTEGER PRIMARY KEY.
  const [only] = found.includes("postgres") ? ["postgres" as const] : found;
  return found.length === 1 || only === "postgres"
    ? only
    : found.includes("mysql") && /AUTO_INCREMENT|InnoDB|UNSIGNED/i.test(text)
      ? "mysql"
      : only;
}

/** An engine that the names of the folders speak of: `migrations/sqlite`. */
export function engineOfFolder(folder: string): Engine | undefined {
  const parts = folder.split(/[/_.-]/).toReversed();
  for (const part of parts) {
    if (/^(?:postgres(?:ql)?|pg)$/i.test(part)) return "postgres";
    if (/^sqlite3?$/i.test(part)) return "sqlite";
    if (/^(?:mysql|mariadb)$/i.test(part)) return "mysql";
  }
  return undefined;
}
