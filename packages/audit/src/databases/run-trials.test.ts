import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTrials } from "./run-trials.ts";
import type { Trial } from "./trial.ts";

const trial = (engine: Trial["engine"], id: string, ...steps: readonly (readonly string[])[]): Trial => ({
  id,
  engine,
  steps,
  withRows: true,
});

test("PostgreSQL tells what migrations make, where they fail, and what only rows stand against", async () => {
  const results = await runTrials([
    trial("postgres", "made", [
      'create extension if not exists "pgcrypto"',
      "create table users (id uuid primary key default gen_random_uuid(), name varchar(20))",
      "grant select on users to reporting",
      "create index concurrently by_name on users (name)",
    ]),
    trial(
      "postgres",
      "wrong",
      ["create table users (id int)"],
      ["alter table users add column a int, add foo bar baz"],
    ),
    trial(
      "postgres",
      "rows",
      ["create table users (id int not null)"],
      ["alter table users add column mail text not null"],
    ),
    trial("postgres", "elsewhere", ["create extension vector", "create table a (b vector(3))"]),
  ]);
  expect(results).toEqual([
    {
      id: "made",
      state: "applied",
      catalog: {
        tables: [
          {
            name: "users",
            columns: [
              { name: "id", type: "uuid", nullable: false },
              { name: "name", type: "character varying(20)", nullable: true },
            ],
          },
        ],
      },
    },
    {
      id: "wrong",
      state: "failed",
      failure: { step: 1, statement: 0, offset: 48, message: expect.stringContaining('"baz"') },
    },
    expect.objectContaining({
      state: "applied",
      onRows: { step: 1, statement: 0, message: expect.stringContaining('column "mail"') },
    }),
    { id: "elsewhere", state: "unknown", reason: 'type "vector" does not exist' },
  ]);
}, 120_000);

test("SQL that means harm reaches no file of the machine, and harms no other trial", async () => {
  const folder = await mkdtemp(join(tmpdir(), "slipway-trial-"));
  try {
    const file = join(folder, "out");
    const results = await runTrials([
      trial("sqlite", "attach", [`/* */ ATTACH '${file}' AS x`]),
      trial("sqlite", "vacuum", ["CREATE TABLE a (b)", `VACUUM INTO '${file}'`]),
      trial("sqlite", "load", [`SELECT load_extension('${file}')`]),
      trial("postgres", "copy", [
        "CREATE TABLE a (b text)",
        `COPY (SELECT 1) TO '${file}'`,
        `SELECT 1; COPY (SELECT 1) TO PROGRAM 'touch ${file}'`,
      ]),
      trial("postgres", "read", ["CREATE TABLE a (b text)", "INSERT INTO a SELECT pg_read_file('/etc/hostname')"]),
      trial("sqlite", "fine", ["CREATE TABLE a (b INTEGER PRIMARY KEY)"]),
    ]);
    expect(existsSync(file)).toBe(false);
    expect(results.map(({ id }) => id)).toEqual(["attach", "vacuum", "load", "copy", "read", "fine"]);
    expect(results.slice(0, 3).map(({ state }) => state)).toEqual(["unknown", "unknown", "unknown"]);
    expect(results.at(-1)?.state).toBe("applied");
  } finally {
    await rm(folder, { recursive: true });
  }
}, 120_000);

test("SQL that never ends is ended, and the trials behind it are tried all the same", async () => {
  const endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
  const results = await runTrials(
    [trial("sqlite", "endless", [endless]), trial("sqlite", "next", ["CREATE TABLE a (b)"])],
    {
      longest: 1500,
    },
  );
  expect(results).toMatchObject([
    { id: "endless", state: "unknown" },
    { id: "next", state: "applied" },
  ]);
}, 60_000);
