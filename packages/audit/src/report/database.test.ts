import { expect, test } from "bun:test";
import { openInventory } from "../inventory/open-inventory.ts";
import { memoryRepository } from "../testing/memory-repository.ts";
import { databaseReport } from "./database.ts";

const shop = {
  "package.json":
    '{ "scripts": { "db:generate": "drizzle-kit generate", "db:migrate": "drizzle-kit migrate" }, "dependencies": { "pg": "8.13.0" } }\n',
  "pnpm-lock.yaml": "lockfileVersion: '9.0'\n",
  "drizzle/meta/_journal.json":
    '{ "dialect": "postgresql", "entries": [{ "idx": 0, "when": 1, "tag": "0000_init" }, { "idx": 1, "when": 2, "tag": "0001_more" }] }\n',
  "drizzle/0000_init.sql": "CREATE TABLE a (id serial);\n",
  "drizzle/0001_more.sql": "ALTER TABLE a ADD b text;\n",
  "src/db.ts": 'import { Pool } from "pg";\nexport const pool = new Pool();\n',
  "compose.yaml": "services:\n  db:\n    image: postgres:17\n  web:\n    build: .\n",
  "compose.prod.yaml":
    "services:\n  migrate:\n    image: shop:1\n    command: npx drizzle-kit migrate\n  web:\n    restart: always\n",
  "deploy.sh": "docker compose -f compose.yaml -f compose.prod.yaml up -d\n",
  ".github/workflows/test.yml":
    "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    services:\n      db: { image: 'postgres:17' }\n    steps:\n      - run: pnpm db:migrate\n",
};

async function reportOf(files: Readonly<Record<string, string>>) {
  return databaseReport(await openInventory(memoryRepository(files), {}, false));
}

test("the databases of a repository: the migration system, its engine, who uses that, and how it is migrated where", async () => {
  expect(await reportOf(shop)).toEqual({
    systems: [{ system: "drizzle", engine: "postgres", folder: "drizzle", migrations: 2, latest: "0001_more" }],
    bootstraps: [],
    engines: [{ engine: "postgres", services: ["compose.yaml:3"], drivers: ["pg"], tested: true, live: true }],
    commands: {
      local: [{ command: "pnpm run db:migrate", at: "package.json:1", automatic: false }],
      ci: [{ command: "pnpm db:migrate", at: ".github/workflows/test.yml:8", automatic: false }],
      production: [
        {
          command: "docker compose -f compose.yaml -f compose.prod.yaml run --rm migrate",
          at: "compose.prod.yaml:2",
          automatic: false,
        },
      ],
    },
  });
});

test("a service that stays migrates when it starts; code that calls the migrator does so everywhere", async () => {
  const files = {
    "migrations/001_a.sql": "CREATE TABLE a (id serial);\n",
    "compose.yaml":
      "services:\n  web:\n    image: shop:1\n    command: sh -c 'dbmate up && serve'\n    restart: always\n",
    "api/src/db.ts": "await runMigrations(pool);\n",
  };
  const { commands } = await reportOf(files);
  const starts = { command: "the program, when it starts (api/src/db.ts)", at: "api/src/db.ts:1", automatic: true };
  expect(commands).toEqual({
    local: [{ command: "docker compose up -d web", at: "compose.yaml:2", automatic: true }, starts],
    ci: [],
    production: [starts],
  });
});

test("a target of a Makefile migrates, whichever of its lines does it", async () => {
  const files = {
    "migrations/001_a.sql": "CREATE TABLE a (id serial);\n",
    "api/Makefile": "all: build\n\nmigrate: wait\n\t@echo now\n\tdbmate up\n\nbuild:\n\tgo build\n",
  };
  const { local } = (await reportOf(files)).commands;
  expect(local).toEqual([{ command: "make -C api migrate", at: "api/Makefile:5", automatic: false }]);
});

test("a repository without a database has an empty section", async () => {
  expect(await reportOf({ "README.md": "# Nothing\n" })).toEqual({
    systems: [],
    bootstraps: [],
    engines: [],
    commands: { local: [], ci: [], production: [] },
  });
});
