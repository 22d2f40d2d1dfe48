import { expect, test } from "bun:test";
import { auditRepository } from "./audit.ts";
import { rules } from "./rules/all-rules.ts";
import type { Example } from "./rules/rule.ts";
import { memoryRepository } from "./testing/memory-repository.ts";

async function stateOf(gate: string, files: Example): Promise<string | undefined> {
  const audit = await auditRepository(memoryRepository(files), { rules, today: "2026-11-21", static: true });
  return audit.gates.find(({ id }) => id === gate)?.state;
}

const compose = { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n" };
const sql = {
  "migrations/001_a.sql": "CREATE TABLE a (id int PRIMARY KEY);\n",
  "up.sh": "#!/bin/sh\npsql -f migrations/001_a.sql\n",
};
const pg = {
  "package.json": '{ "dependencies": { "pg": "8.16.0" } }\n',
  "src/db.ts": 'import { Pool } from "pg";\nexport const pool = new Pool();\n',
};

/** What a gate says of three repositories: one with nothing of the kind, one in order, one with a fault. */
const cases: readonly (readonly [gate: string, nothing: Example, good: Example, bad: Example])[] = [
  ["EX801", { "a.ts": "" }, compose, { ...compose, "compose.old.yaml": compose["compose.yaml"] }],
  ["EX802", { "a.ts": "" }, compose, { "compose.yaml": "services:\n  web:\n    image: nginx:latest\n" }],
  [
    "EX804",
    compose,
    { ".env.example": "API_URL=\n", "a.ts": "use(process.env.API_URL);\n" },
    { ".env.example": "API_URL=\nOLD_URL=\n", "a.ts": "use(process.env.API_URL);\n" },
  ],
  [
    "EX805",
    { ".env.example": "API_URL=\n" },
    { ".env.example": "ENABLE_A=1\n", "a.ts": "use(process.env.ENABLE_A);\n" },
    { ".env.example": "ENABLE_B=1\n", "a.ts": "use(process.env.API_URL);\n" },
  ],
  ["EX806", compose, { ...sql }, { ...sql, "migrations/001_b.sql": "CREATE TABLE b (id int);\n" }],
  [
    "EX808",
    { ...pg, ...sql },
    {
      "package.json": '{ "dependencies": { "pg": "8.16.0", "better-sqlite3": "12.4.1" } }\n',
      "src/db.ts": pg["src/db.ts"],
      "src/file.ts": 'import Database from "better-sqlite3";\nexport const file = new Database("a.db");\n',
    },
    { ...pg, "backup.sh": "#!/bin/sh\nmysqldump shop > shop.sql\n" },
  ],
  [
    "EX809",
    { "a.ts": "" },
    compose,
    { "compose.yaml": compose["compose.yaml"], "compose.prod.yaml": "services:\n  web:\n    image: nginx:1.27\n" },
  ],
  [
    "EX810",
    compose,
    { "package.json": '{ "scripts": { "test": "node --test" } }\n' },
    { ".nvmrc": "22\n", Dockerfile: "FROM node:24-slim\nUSER node\n" },
  ],
  ["EX811", compose, { "up.sh": "#!/bin/sh\necho\n" }, { "up.sh": "#!/bin/sh\nif true; then\n" }],
  [
    "EX812",
    { "a.ts": "" },
    compose,
    { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    privileged: true\n" },
  ],
  ["EX813", compose, { "NOTES.md": "# Notes\n" }, { "NOTES.md": "# Notes\n\n[gone](gone.md)\n" }],
];

for (const [gate, nothing, good, bad] of cases) {
  test(`${gate} is not applicable, passes and fails where it should`, async () => {
    const states = [await stateOf(gate, nothing), await stateOf(gate, good), await stateOf(gate, bad)];
    expect(states).toEqual(["not applicable", "pass", "fail"]);
  });
}

test("EX803 is asked of every repository", async () => {
  const key = {
    "compose.yaml":
      "services:\n  a:\n    image: a:1\n    environment: { API_TOKEN: kJ7hG4fD9sA2zX5cV8bN1mQ3wE6rT0yU }\n",
  };
  expect([await stateOf("EX803", { "a.ts": "" }), await stateOf("EX803", key)]).toEqual(["pass", "fail"]);
});

test("EX807 asks for SQL that sets up a database beside the migrations", async () => {
  const bootstrap = { ...sql, "db/init.sql": "CREATE TABLE a (id int PRIMARY KEY);\n" };
  expect([await stateOf("EX807", sql), await stateOf("EX807", bootstrap)]).toEqual(["not applicable", "pass"]);
});
