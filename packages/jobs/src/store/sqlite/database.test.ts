import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Statements } from "../database.ts";
import { SqliteDatabase } from "./database.ts";

interface Opened extends AsyncDisposable {
  readonly database: SqliteDatabase;
  /** As another process has it. */
  readonly other: Database;
}

async function opened(): Promise<Opened> {
  const folder = await mkdtemp(join(tmpdir(), "slipway-jobs-"));
  const path = join(folder, "jobs.sqlite");
  const database = await SqliteDatabase.open(path);
  const other = new Database(path);
  return {
    database,
    other,
    async [Symbol.asyncDispose]() {
      other.close();
      await database.close();
      await rm(folder, { recursive: true });
    },
  };
}

const insert = "INSERT INTO lanes (tenant, turn) VALUES ($1, 1)";
const seenBy = (other: Database): number =>
  other.query<{ n: number }, []>("SELECT count(*) AS n FROM lanes").get()?.n ?? -1;

test("transactions that are asked for in one turn of the event loop share one commit", async () => {
  await using place = await opened();
  const { database, other } = place;
  const first = database.write((statements) => statements.all(insert, ["first"]));
  for (let turns = 0; turns < 100; turns++) await Promise.resolve();
  const second = database.write(async (statements) => {
    const [row] = await statements.all<{ n: number }>("SELECT count(*) AS n FROM lanes");
    return { here: row?.n, elsewhere: seenBy(other) };
  });
  expect(await second).toEqual({ here: 1, elsewhere: 0 });
  await first;
  expect(seenBy(other)).toBe(1);
});

test("one that fails takes nothing of the others with it", async () => {
  await using place = await opened();
  const { database, other } = place;
  const failed = database.write(async (statements) => {
    await statements.all(insert, ["failed"]);
    throw new Error("no");
  });
  const done = database.write((statements) => statements.all(insert, ["done"]));
  await expect(failed).rejects.toThrow("no");
  await done;
  expect(other.query("SELECT tenant FROM lanes").all()).toEqual([{ tenant: "done" }]);
});

test("what may be durable later is there for other processes at once, and does not make the next commit a loose one", async () => {
  await using place = await opened();
  const { database, other } = place;
  // Of 1 a commit does not wait for the disk, of 2 it does. Source: SQLite, "PRAGMA synchronous".
  const sync = async (statements: Statements): Promise<number> =>
    (await statements.all<{ synchronous: number }>("PRAGMA synchronous"))[0]?.synchronous ?? -1;
  const insertAnd = (tenant: string) => async (statements: Statements) => {
    await statements.all(insert, [tenant]);
    return await sync(statements);
  };
  expect(await database.write(insertAnd("a"), "later")).toBe(1);
  expect(seenBy(other)).toBe(1);
  expect(await database.write(insertAnd("b"))).toBe(2);
  expect(await Promise.all([database.write(insertAnd("c"), "later"), database.write(insertAnd("d"))])).toEqual([2, 2]);
});

test("its number changes with what other processes commit, and not with its own", async () => {
  await using place = await opened();
  const { database, other } = place;
  const before = database.version();
  await database.write((statements) => statements.all(insert, ["own"]));
  expect(database.version()).toBe(before);
  other.run("INSERT INTO lanes (tenant, turn) VALUES ('other', 1)");
  const after = database.version();
  expect(after).not.toBe(before);
  other.run("INSERT INTO lanes (tenant, turn) VALUES ('another', 1)");
  await database.write((statements) => statements.all(insert, ["own again"]));
  expect(database.version()).not.toBe(after);
});
