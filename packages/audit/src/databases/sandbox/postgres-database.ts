import type { PGlite } from "@electric-sql/pglite";
import type { CatalogTable } from "../catalog.ts";
import { StatementError, type TrialDatabase } from "../trial.ts";

/** What only a server has, or what would leave the database: passed over. */
const passedOver =
  /^(?:(?:CREATE|DROP|ALTER)\s+(?:DATABASE|TABLESPACE)|ALTER\s+SYSTEM|COPY|LOAD|VACUUM|CLUSTER|LISTEN|NOTIFY|CHECKPOINT|REASSIGN|SECURITY\s+LABEL)\b/i;

/** A fresh PostgreSQL database: what an earlier trial left in the engine is taken away first. */
export async function openPostgres(engine: PGlite): Promise<TrialDatabase> {
  await clear(engine);
  let lacking = false;
  const once = async (statement: string): Promise<void> => {
    await engine.exec(statement);
  };
  return {
    async run(statement) {
      if (passedOver.test(statement)) return;
      // No other session is there that a lock could hurt, and in one transaction with others it is refused.
      const own = statement.replace(/\bCONCURRENTLY\b/i, "");
      const shift = statement.length - own.length;
      for (let attempt = 0; ; attempt++) {
        try {
          await once(own);
          return;
        } catch (error) {
          const fault = faultOf(error);
          const role = /^role "([^"]+)" does not exist$/.exec(fault.message)?.[1];
          if (role !== undefined && attempt < 5) {
            await engine.exec("ROLLBACK");
            await engine.exec(`CREATE ROLE "${role}"`);
            continue;
          }
          if (/^CREATE\s+EXTENSION\b/i.test(own)) {
            lacking = true;
            return;
          }
          const surroundings =
            (lacking && /^(?:42704|42883|42P01|3F000|42703)$/.test(fault.code)) ||
            /^(?:0A000|58P01|42501|57|53|XX)/.test(fault.code) ||
            fault.code === "";
          throw new StatementError(fault.message, {
            surroundings,
            emptyColumn: fault.code === "23502",
            ...(fault.position === undefined ? {} : { offset: fault.position - 1 + shift }),
          });
        }
      }
    },
    async catalog() {
      const { rows } =
        await engine.query<Record<"schema" | "table" | "column" | "type" | "nullable", string>>(columnsQuery);
      const tables = Map.groupBy(rows, ({ schema, table }) => (schema === "public" ? table : `${schema}.${table}`));
      return {
        tables: [...tables].map(
          ([name, own]): CatalogTable => ({
            name,
            columns: own
              .filter(({ column }) => column !== null)
              .map(({ column, type, nullable }) => ({ name: column, type, nullable: nullable === "YES" })),
          }),
        ),
      };
    },
    async fill() {
      await engine.exec("ROLLBACK; SET session_replication_role = replica");
      const { rows } =
        await engine.query<Record<"schema" | "table" | "column" | "type" | "label", string>>(neededQuery);
      const tables = Map.groupBy(rows, ({ schema, table }) => `${quote(schema)}.${quote(table)}`);
      for (const [table, columns] of tables) {
        const own = columns.filter(({ column }) => column !== null);
        for (const row of [1, 2]) {
          const names = own.map(({ column }) => quote(column)).join(", ");
          const values = own.map(({ type, label }) => valueFor(type, label, row)).join(", ");
          const sql =
            own.length === 0
              ? `INSERT INTO ${table} DEFAULT VALUES`
              : `INSERT INTO ${table} (${names}) VALUES (${values})`;
          // A table that refuses a made-up row stays without.
          await engine.exec(sql).catch((error: unknown) => faultOf(error));
        }
      }
      await engine.exec("SET session_replication_role = origin");
    },
    async close() {
      await engine.exec("ROLLBACK");
    },
  };
}

async function clear(engine: PGlite): Promise<void> {
  await engine.exec("ROLLBACK; RESET ALL; RESET SESSION AUTHORIZATION; SET client_min_messages = error");
  const { rows } = await engine.query<{ sql: string }>(
    `SELECT format('DROP SCHEMA %I CASCADE', nspname) AS sql FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
     UNION ALL SELECT format('DROP EXTENSION %I CASCADE', extname) FROM pg_extension WHERE extname <> 'plpgsql'`,
  );
  for (const { sql } of rows) await engine.exec(sql).catch((error: unknown) => faultOf(error));
  await engine.exec("CREATE SCHEMA IF NOT EXISTS public; SET statement_timeout = 0; SET search_path TO public");
}

interface Fault {
  readonly message: string;
  readonly code: string;
  /** Counts characters from 1. */
  readonly position: number | undefined;
}

/** An error of PostgreSQL; anything else is thrown on. */
function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) throw error;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const position = "position" in error ? Number(error.position) : Number.NaN;
  return { message: error.message, code, position: position > 0 ? position : undefined };
}

const columnsQuery = `SELECT n.nspname AS schema, c.relname AS table, a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type,
  CASE WHEN a.attnotnull THEN 'NO' ELSE 'YES' END AS nullable
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
  ORDER BY n.nspname, c.relname, a.attnum`;

const neededQuery = `SELECT n.nspname AS schema, c.relname AS table, a.attname AS column, format_type(a.atttypid, NULL) AS type,
  (SELECT e.enumlabel FROM pg_enum e WHERE e.enumtypid = a.atttypid ORDER BY e.enumsortorder LIMIT 1) AS label
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull AND NOT a.atthasdef AND a.attidentity = ''
  WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  ORDER BY n.nspname, c.relname`;

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A value that a type takes, another one for each row. */
function valueFor(type: string, label: string | null, row: number): string {
  if (label !== null) return `'${label.replaceAll("'", "''")}'`;
  if (type.endsWith("[]")) return "'{}'";
  if (/^(?:smallint|integer|bigint|numeric|real|double|money)/.test(type)) return String(row);
  if (/^(?:timestamp|date|time)/.test(type)) return "now()";
  if (type === "uuid") return "gen_random_uuid()";
  if (type === "boolean") return "false";
  if (/^jsonb?$/.test(type)) return "'{}'";
  if (type === "interval") return "'1 day'";
  if (/^(?:inet|cidr)$/.test(type)) return `'10.0.0.${row}'`;
  return type === "bytea" ? `'\\x0${row}'` : `'x${row}'`;
}
