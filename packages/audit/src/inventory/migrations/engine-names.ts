import type { Engine } from "./migration.ts";

const names: readonly (readonly [RegExp, Engine])[] = [
  [
    /^(?:pg|pglite|postgres\w*|cockroach\w*|neon|timescale\w*|supabase|postgis|psql|vercel-postgres|asyncpg|psycopg\w*)$/i,
    "postgres",
  ],
  [/^(?:sqlite3?|libsql|turso|better-?sqlite3?|d1|aiosqlite)$/i, "sqlite"],
  [/^(?:mysql2?|mariadb|planetscale|pymysql|aiomysql)$/i, "mysql"],
  [/^(?:mongo\w*)$/i, "mongodb"],
  [/^(?:mssql|sqlserver)$/i, "mssql"],
];

/** The engine that a word means: `postgresql`, `pg`, `better-sqlite3`; undefined when none. */
export function engineNamed(word: string): Engine | undefined {
  return names.find(([pattern]) => pattern.test(word))?.[1];
}

/** The engine that a connection string is for: `postgresql+asyncpg://…`, `file:./dev.db`; undefined when it is none. */
export function engineOfUrl(url: string): Engine | undefined {
  if (/^(?:file:|sqlite3?:|libsql:)|\.(?:db|sqlite3?)$/i.test(url))
    return /^(?:file:)(?!.*\.(?:db|sqlite3?)\b)/i.test(url) ? undefined : "sqlite";
  const scheme = /^(?:jdbc:)?([a-z0-9]+)(?:\+[a-z0-9]+)?:\/\//i.exec(url)?.[1];
  return scheme === undefined ? undefined : engineNamed(scheme);
}

/** How people write the names of engines. */
export const engineTitles: Readonly<Record<Engine, string>> = {
  postgres: "PostgreSQL",
  sqlite: "SQLite",
  mysql: "MySQL",
  mongodb: "MongoDB",
  mssql: "SQL Server",
};
