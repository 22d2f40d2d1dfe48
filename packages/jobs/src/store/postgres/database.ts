import { isSlipwayError } from "@slipway/core";
import { type ReservedSQL, SQL } from "bun";
import { jobsErrors } from "../../errors.ts";
import type { Database, ListValue, Statements } from "../database.ts";
import { type Migration, migrate } from "../migrate.ts";
import begin from "./migrations/0001-begin.sql" with { type: "text" };
import images from "./migrations/0002-images.sql" with { type: "text" };

const migrations: readonly Migration[] = [
  { name: "begin", text: begin },
  { name: "images", text: images },
];

/** Numbers of the locks of this program, so that another on the same database does not meet them. Any constants will do. */
const lockClass = { migrate: 0x51_1b_01, seal: 0x51_1b_02, lane: 0x51_1b_03, worker: 0x51_1b_04 } as const;

/** The first number of the locks on lanes; the second is a hash of the tenant. */
export const laneLock = lockClass.lane;

/** A transaction that met another one is run again so often. */
const mostTries = 20;
/** Seconds that a server which says nothing may hold up the end. */
const closeSeconds = 5;

/** A store's database in PostgreSQL 14 or newer: transactions are READ COMMITTED and lock the rows that they decide by. */
export class PostgresDatabase implements Database {
  readonly engine = "postgres";
  readonly forUpdate = " FOR UPDATE";
  readonly skipLocked = " FOR UPDATE SKIP LOCKED";
  readonly sql: SQL;
  /** Connections whose sessions have the locks on names. */
  readonly #names = new Map<string, ReservedSQL>();

  private constructor(sql: SQL) {
    this.sql = sql;
  }

  /**
   * Connects, and brings the schema up to date.
   * @throws JOBS_DATABASE_UNREADABLE, JOBS_DATABASE_NEWER
   */
  static async open(url: string, connections: number): Promise<PostgresDatabase> {
    const sql = new SQL(url, {
      adapter: "postgres",
      max: connections,
      bigint: true,
      connectionTimeout: 10,
      // Every statement is prepared and meant for one index: planning it anew would cost more than running it.
      connection: { application_name: "slipway", plan_cache_mode: "force_generic_plan" },
    });
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
      await sql.close({ timeout: 1 });
      if (isSlipwayError(cause)) throw cause;
      const reason = (cause as Error).message;
      throw jobsErrors.error("JOBS_DATABASE_UNREADABLE", { path: placeOf(url), reason }, { cause });
    }
  }

  all<Row>(text: string, values: readonly ListValue[] = []): Promise<readonly Row[]> {
    return told(statementsOf(this.sql).all<Row>(text, values));
  }

  async write<Result>(work: (statements: Statements) => Promise<Result>): Promise<Result> {
    for (let tries = 1; ; tries++) {
      try {
        return await told(this.sql.begin((transaction) => work(statementsOf(transaction))));
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

  /** The server lets go of the name when the session ends: also when this process is killed, and when the server starts anew. */
  async holdName(name: string): Promise<boolean> {
    if (this.#names.has(name)) return true;
    const session = await told(this.sql.reserve());
    const text = "SELECT pg_try_advisory_lock($1, hashtext($2)) AS alone";
    const asked = statementsOf(session).all<{ alone: boolean }>(text, [lockClass.worker, name]);
    const [row] = await told(asked).catch((cause: unknown) => {
      session.release();
      throw cause;
    });
    if (row?.alone) this.#names.set(name, session);
    else session.release();
    return row?.alone === true;
  }

  async close(): Promise<void> {
    // The server notices the end of a session only a moment later: the next process with a name must not find it taken.
    const free = async (session: ReservedSQL): Promise<void> => {
      await session.unsafe("SELECT pg_advisory_unlock_all()").catch(() => undefined);
      session.release();
    };
    const late = new Promise((resolve) => setTimeout(resolve, closeSeconds * 1000).unref());
    await Promise.race([Promise.all([...this.#names.values()].map(free)), late]);
    await this.sql.close({ timeout: closeSeconds });
  }
}

function statementsOf(sql: Pick<SQL, "unsafe">): { all: PostgresDatabase["all"] } {
  return {
    all: async <Row>(text: string, values: readonly ListValue[] = []) =>
      plain((await sql.unsafe(text, [...values])) as Record<string, unknown>[]) as unknown as readonly Row[],
  };
}

/** A server that is away is a failure with a name: whoever asked may ask again. */
async function told<Result>(asked: Promise<Result>): Promise<Result> {
  try {
    return await asked;
  } catch (error) {
    if (!isAway(error)) throw error;
    const reason = `the database does not answer (${(error as Error).message})`;
    throw jobsErrors.error("JOBS_NOT_READY", { reason }, { cause: error });
  }
}

/** Class 08 are lost connections, class 57 those that the server ends. Source: PostgreSQL, "Error Codes". */
function isAway(error: unknown): boolean {
  if (!(error instanceof SQL.PostgresError)) return false;
  return error.code.startsWith("ERR_POSTGRES_CONNECTION_") || /^(?:08|57P0)/.test(error.errno ?? "");
}

/** Numbers of 64 bits are times, sizes and counts here: all of them fit. */
function plain(rows: Record<string, unknown>[]): Record<string, unknown>[] {
  for (const row of rows) {
    for (const name in row) {
      const value = row[name];
      if (typeof value === "bigint") row[name] = Number(value);
    }
  }
  return rows;
}

/** A deadlock or a serialization failure: the transaction did nothing and may be run again. */
export function isConflict(error: unknown): boolean {
  const state = error instanceof SQL.PostgresError ? error.errno : undefined;
  return state === "40P01" || state === "40001";
}

/** The URL without its password. */
function placeOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed ? `postgres://${parsed.host}${parsed.pathname}` : "DATABASE_URL";
}
