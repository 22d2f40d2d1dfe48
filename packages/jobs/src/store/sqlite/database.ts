import { Database as Sqlite, type Statement } from "bun:sqlite";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { isSlipwayError, sha256 } from "@slipway/core";
import { jobsErrors } from "../../errors.ts";
import type { Database, Durable, Statements, Value } from "../database.ts";
import { type Migration, migrate } from "../migrate.ts";
import begin from "./migrations/0001-begin.sql" with { type: "text" };
import images from "./migrations/0002-images.sql" with { type: "text" };

const migrations: readonly Migration[] = [
  { name: "begin", text: begin },
  { name: "images", text: images },
];

/** One transaction that waits for its turn. */
interface Waiting {
  readonly work: (statements: Statements) => Promise<unknown>;
  readonly durable: Durable;
  readonly done: (result: unknown) => void;
  readonly failed: (error: unknown) => void;
}

/** So many transactions share one commit at most. */
const mostTogether = 256;
/** So long a writer waits for another process before it gives up. */
const busyMs = 60_000;

/**
 * A store's database in one file that any number of processes have open: write-ahead log, every commit synced that has to be durable now.
 * Transactions that wait at the same time are done one after the other and made durable by one commit, each inside a savepoint: the sync
 * of the disk is what a transaction costs.
 */
export class SqliteDatabase implements Database {
  readonly engine = "sqlite";
  readonly forUpdate = "";
  readonly skipLocked = "";
  readonly path: string;
  readonly #writer: Connection;
  readonly #reader: Connection;
  /** Files of which this process has the lock. */
  readonly #names = new Map<string, Sqlite>();
  #waiting: Waiting[] = [];
  #turn: Promise<void> | undefined;
  #closed = false;

  private constructor(path: string, writer: Connection, reader: Connection) {
    this.path = path;
    this.#writer = writer;
    this.#reader = reader;
  }

  /**
   * Opens the file, which is made when it is not there, and brings its schema up to date.
   * @throws JOBS_DATABASE_UNREADABLE, JOBS_DATABASE_NEWER
   */
  static async open(path: string): Promise<SqliteDatabase> {
    const open: Connection[] = [];
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      const connect = async (): Promise<Connection> => {
        const connection = await Connection.open(path);
        open.push(connection);
        return connection;
      };
      const writer = await connect();
      await writer.changed("BEGIN IMMEDIATE");
      await migrate(writer.statements, migrations, async (text) => writer.script(text));
      await writer.changed("COMMIT");
      return new SqliteDatabase(path, writer, await connect());
    } catch (cause) {
      for (const connection of open) connection.close();
      if (isSlipwayError(cause)) throw cause;
      throw jobsErrors.error("JOBS_DATABASE_UNREADABLE", { path, reason: (cause as Error).message }, { cause });
    }
  }

  async all<Row>(text: string, values: readonly Value[] = []): Promise<readonly Row[]> {
    return this.#reader.all<Row>(text, values);
  }

  /** A number that changes when another process has committed: what the writer itself commits does not change its own. */
  version(): number {
    return this.#writer.all<{ data_version: number }>("PRAGMA data_version")[0]?.data_version ?? 0;
  }

  /** Writers take turns anyway. */
  async exclusively(): Promise<void> {}
  async keepLane(): Promise<void> {}
  async mayCloseLane(): Promise<boolean> {
    return true;
  }

  /** A lock on a file beside the database: the kernel takes it back when the process ends. */
  async holdName(name: string): Promise<boolean> {
    if (this.#names.has(name)) return true;
    const file = new Sqlite(`${this.path}-worker-${sha256(name).slice(0, 12)}`, { create: true });
    try {
      file.run("BEGIN EXCLUSIVE");
    } catch (cause) {
      file.close();
      if (isBusy(cause)) return false;
      throw cause;
    }
    this.#names.set(name, file);
    return true;
  }

  write<Result>(work: (statements: Statements) => Promise<Result>, durable: Durable = "now"): Promise<Result> {
    if (this.#closed) return Promise.reject(jobsErrors.error("JOBS_STORE_CLOSED", {}));
    return new Promise<Result>((done, failed) => {
      this.#waiting.push({ work, durable, done: done as (result: unknown) => void, failed });
      this.#turn ??= this.#takeTurns();
    });
  }

  async #takeTurns(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        // Whoever comes in the same turn of the event loop rides along: requests that arrived together are answered after one sync.
        await new Promise(setImmediate);
        await this.#together(this.#waiting.splice(0, mostTogether));
      }
    } finally {
      this.#turn = undefined;
      if (this.#waiting.length > 0) this.#turn = this.#takeTurns();
    }
  }

  async #together(group: readonly Waiting[]): Promise<void> {
    const finished: (() => void)[] = [];
    try {
      this.#writer.syncs(group.some(({ durable }) => durable === "now"));
      await this.#writer.changed("BEGIN IMMEDIATE");
      for (const { work, done, failed } of group) {
        this.#writer.script("SAVEPOINT one");
        try {
          const result = await work(this.#writer.statements);
          finished.push(() => done(result));
        } catch (error) {
          this.#writer.script("ROLLBACK TO one");
          finished.push(() => failed(error));
        }
        this.#writer.script("RELEASE one");
      }
      await this.#writer.changed("COMMIT");
      for (const tell of finished) tell();
    } catch (error) {
      this.#writer.rollback();
      for (const { failed } of group) failed(error);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    while (this.#turn !== undefined) await this.#turn;
    for (const file of this.#names.values()) file.close();
    this.#reader.close();
    this.#writer.close();
  }
}

class Connection {
  readonly #sqlite: Sqlite;
  readonly #prepared = new Map<string, Statement>();
  #syncs: boolean | undefined;
  readonly statements: Statements = { all: async (text, values) => this.all(text, values) };

  private constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
  }

  static async open(path: string): Promise<Connection> {
    const sqlite = new Sqlite(path, { create: true });
    // The event loop must not stand still while another process writes: whoever waits tries again by itself.
    sqlite.run("PRAGMA busy_timeout = 50");
    await patiently(() => sqlite.run("PRAGMA journal_mode = WAL"));
    sqlite.run("PRAGMA journal_size_limit = 67108864");
    const connection = new Connection(sqlite);
    connection.syncs(true);
    return connection;
  }

  all<Row>(text: string, values: readonly Value[] = []): readonly Row[] {
    let statement = this.#prepared.get(text);
    if (!statement) {
      statement = this.#sqlite.prepare(text.replaceAll(/\$(\d+)/g, "?$1"));
      this.#prepared.set(text, statement);
    }
    return statement.all(...values) as Row[];
  }

  /** Whether commits wait for the disk. Without it a later one that does takes them along. Source: SQLite, "PRAGMA synchronous". */
  syncs(does: boolean): void {
    if (this.#syncs === does) return;
    this.#sqlite.run(`PRAGMA synchronous = ${does ? "FULL" : "NORMAL"}`);
    this.#syncs = does;
  }

  script(text: string): void {
    this.#sqlite.run(text);
  }

  /** Begins or ends a transaction, waiting for another process without blocking this one. */
  async changed(text: "BEGIN IMMEDIATE" | "COMMIT"): Promise<void> {
    await patiently(() => this.#sqlite.run(text));
  }

  rollback(): void {
    if (this.#sqlite.inTransaction) this.#sqlite.run("ROLLBACK");
  }

  close(): void {
    for (const statement of this.#prepared.values()) statement.finalize();
    this.#sqlite.close();
  }
}

/** Does it, again as long as another process holds the file. */
async function patiently(work: () => unknown): Promise<void> {
  const deadline = Date.now() + busyMs;
  for (;;) {
    try {
      work();
      return;
    } catch (error) {
      if (!isBusy(error) || Date.now() > deadline) throw error;
      await Bun.sleep(1 + Math.random() * 10);
    }
  }
}

/** True when another process holds the file. */
function isBusy(error: unknown): boolean {
  return String((error as { code?: unknown }).code).startsWith("SQLITE_BUSY");
}
