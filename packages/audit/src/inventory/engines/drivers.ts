import type { Engine } from "../migrations/migration.ts";

const drivers: Readonly<Record<Engine, RegExp>> = {
  postgres:
    /^(?:pg|postgres|pg-promise|pgx|@neondatabase\/serverless|@vercel\/postgres|@electric-sql\/pglite|slonik|psycopg(?:2(?:-binary)?)?(?:\[.*\])?|asyncpg|pg8000|github\.com\/lib\/pq|github\.com\/jackc\/pgx(?:\/v\d+.*)?|gorm\.io\/driver\/postgres|pgxpool|tokio-postgres|drizzle-orm\/(?:node-postgres|postgres-js|pg-core|pglite|neon-http|neon-serverless|vercel-postgres)|django\.db\.backends\.postgresql)$/,
  mysql:
    /^(?:mysql2?(?:\/promise)?|mariadb|@planetscale\/database|pymysql|mysqlclient|MySQLdb|aiomysql|mysql-connector-python|mysql\.connector|github\.com\/go-sql-driver\/mysql|gorm\.io\/driver\/mysql|drizzle-orm\/(?:mysql2|mysql-core|planetscale-serverless)|django\.db\.backends\.mysql)$/i,
  sqlite:
    /^(?:sqlite3?|better-sqlite3|@libsql\/client|libsql|sql\.js|bun:sqlite|node:sqlite|aiosqlite|github\.com\/mattn\/go-sqlite3|modernc\.org\/sqlite|github\.com\/glebarez\/sqlite|gorm\.io\/driver\/sqlite|rusqlite|drizzle-orm\/(?:better-sqlite3|libsql|sqlite-core|bun-sqlite|d1)|django\.db\.backends\.sqlite3)$/,
  mongodb:
    /^(?:mongodb|mongoose|pymongo|motor(?:\.motor_asyncio)?|mongoengine|beanie|go\.mongodb\.org\/mongo-driver.*)$/,
  mssql: /^(?:tedious|mssql|pyodbc|pymssql|github\.com\/(?:denisenkom|microsoft)\/go-mssqldb)$/,
};

/** The engine that a package, or a module that code imports, talks to; undefined for any other. */
export function engineOfDriver(name: string): Engine | undefined {
  return (Object.keys(drivers) as Engine[]).find((engine) => drivers[engine].test(name));
}
