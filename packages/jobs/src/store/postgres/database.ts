import { isSlipwayError } from "@slipway/core";
import postgres, { type Sql, type TransactionSql } from "postgres";
import { jobsErrors } from "../../errors.ts";
import type { Database, ListValue, Statements, Value } from "../database.ts";
import { type Migration, migrate } from "../migrate.ts";
import begin from "./migrations/0001-begin.sql" with { type: "text" };

const migrations: readonly Migration[] = [{ name: "begin", text: begin }];

/** Numbers of the locks of this program, so that another on the same database does not meet them. Any constants will do. */
const lockClass = { migrate: 0x51_1b_01, seal: 0x51_1b_02, lane: 0x51_1b_03 } as const;

/** The first number of the locks on lanes; the second is a hash of the tenant. */
export const laneLock = lockClass.lane;

/** A transaction that met another one is run again so often. */
const mostTries = 20;

/** Numbers of 64 bits are times, sizes and counts here: all of them fit. */
const types = { int8: { to: 20, from: [20], parse: Number, serialize: String } };

/** A store's database in PostgreSQL 14 or newer: transactions are READ COMMITTED and lock the rows that they decide by. */
export class PostgresDatabase implements Database {
  readonly engine = "postgres";
  readonly forUpdate = " FOR UPDATE";
  readonly skipLocked = " FOR UPDATE SKIP LOCKED";
  readonly sql: Sql;

  private constructor(sql: Sql) {
    this.sql = sql;
  }

  /**
   * Connects, and brings the schema up to date.
   * @throws JOBS_DATABASE_UNREADABLE, JOBS_DATABASE_NEWER
   */
  static async open(url: string, connections: number): Promise<PostgresDatabase> {
    const sql = postgres(url, {
      max: connections,
      types,
      connect_timeout: 10,
      // Every statement is prepared and meant for one index: planning it anew would cost more than running it.
      connection: { application_name: "slipway", plan_cache_mode: "force_generic_plan" } as Record<string, string>,
      onnotice: () => undefined,
    }) as unknown as Sql;
    const database = new PostgresDatabase(sql);
    try {
      await sql.begin(async (transaction) => {
        await transaction.unsafe("SELECT pg_advisory_xact_lock($1)", [lockClass.migrate]);
        await migrate(statementsOf(transaction), migrations, async (text) => {
          await transaction.unsafe(text);
        });
      });
      return database;
    } catch (cause) {
      await sql.end({ timeout: 1 });
      if (isSlipwayError(cause)) throw cause;
      const reason = (cause as Error).message;
      throw jobsErrors.error("JOBS_DATABASE_UNREADABLE", { path: placeOf(url), reason }, { cause });
    }
  }

  all<Row>(text: string, values: readonly ListValue[] = []): Promise<readonly Row[]> {
    return statementsOf(this.sql).all<Row>(text, values);
  }

  async write<Result>(work: (statements: Statements) => Promise<Result>): Promise<Result> {
    for (let tries = 1; ; tries++) {
      try {
        return (await this.sql.begin((transaction) => work(statementsOf(transaction)))) as Result;
      } catch (error) {
        if (!isConflict(error) || tries === mostTries) throw error;
        await Bun.sleep(Math.random() * 5 * tries);
      }
    }
  }

  async exclusively(statements: Statements, what: "seal"): Promise<void> {
    await statements.all("SELECT pg_advisory_xact_lock($1)", [lockClass[what]]);
  }

  async keepLane(statements: Statements, tenant: string): Promise<void> {
    await statements.all("SELECT pg_advisory_xact_lock_shared($1, hashtext($2))", [lockClass.lane, tenant]);
  }

  async mayCloseLane(statements: Statements, tenant: string): Promise<boolean> {
    const [row] = await statements.all<{ alone: boolean }>(
      "SELECT pg_try_advisory_xact_lock($1, hashtext($2)) AS alone",
      [lockClass.lane, tenant],
    );
    return row?.alone === true;
  }

  async close(): Promise<void> {
    await this.sql.end({ timeout: 5 });
  }
}

function statementsOf(sql: Sql | TransactionSql): { all: PostgresDatabase["all"] } {
  return {
    all: async <Row>(text: string, values: readonly ListValue[] = []) =>
      (await sql.unsafe(text, values as Value[], { prepare: true })) as unknown as readonly Row[],
  };
}

/** A deadlock or a serialization failure: the transaction did nothing and may be run again. */
export function isConflict(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return code === "40P01" || code === "40001";
}

/** The URL without its password. */
function placeOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed ? `postgres://${parsed.host}${parsed.pathname}` : "DATABASE_URL";
}
