import type { Inventory } from "../../inventory/inventory.ts";
import { engineTitles } from "../../inventory/migrations/engine-names.ts";
import type { Engine } from "../../inventory/migrations/migration.ts";
import { isTest } from "../../inventory/paths.ts";
import { defineRule } from "../rule.ts";

const sets = {
  "migrations/postgres/001_a.sql": "CREATE TABLE a (id bigserial);\n",
  "migrations/sqlite/001_a.sql": "CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT);\n",
};
const workflow = (service: string): string =>
  `on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    env:\n      DATABASE_URL: ${service}\n    steps:\n      - run: npm test\n`;

export const db323 = defineRule({
  id: "DB323",
  why: "An engine that no test runs on works until the first migration that only the other one understands.",
  bad: { ...sets, ".github/workflows/test.yml": workflow("postgres://ci@localhost/ci") },
  good: {
    ...sets,
    ".github/workflows/test.yml": workflow("postgres://ci@localhost/ci"),
    ".github/workflows/sqlite.yml": workflow("sqlite://ci.db"),
  },
  fix: "Run the tests on each engine, with a matrix of the workflow, or drop the engine",
  *check(inventory) {
    const shipped = shippedEngines(inventory);
    if (shipped.size < 2) return;
    const texts = testTexts(inventory);
    if (texts.length === 0) return;
    const tested = [...shipped.keys()].filter((engine) => texts.some((text) => words[engine].test(text)));
    for (const [engine, at] of shipped) {
      if (tested.includes(engine) || tested.length === 0) continue;
      yield {
        at,
        message: `the repository ships ${[...shipped.keys()].map((one) => engineTitles[one]).join(" and ")}, but no test or workflow runs on ${engineTitles[engine]}`,
      };
    }
  },
});

const words: Readonly<Record<Engine, RegExp>> = {
  postgres: /postgres|pgvector|\bpg\b|pglite/i,
  sqlite: /sqlite|file:[^\s"']*\.db|:memory:/i,
  mysql: /mysql|mariadb/i,
  mongodb: /mongo/i,
  mssql: /mssql|sqlserver/i,
};

/** Engines that have migrations or schemas of their own, with the place of the first. */
function shippedEngines({ engines }: Inventory) {
  const found = new Map<Engine, { file: string; line: number; column: number }>();
  for (const { engine, kind, at, inTest } of engines) {
    if ((kind === "migrations" || kind === "schema") && !inTest && !found.has(engine)) found.set(engine, at);
  }
  return found;
}

/** Everything that says what tests run on. */
function testTexts({ workflows, stacks, manifests, paths, text, commands }: Inventory): readonly string[] {
  const files = [
    ...workflows.map(({ path }) => path),
    ...stacks.filter(({ purpose }) => purpose === "test").flatMap(({ files: own }) => own),
    ...paths.filter(
      (path) => isTest(path) || /(?:vitest|jest|playwright|pytest)[\w.-]*\.(?:[cm]?[jt]s|ini|toml)$/.test(path),
    ),
  ];
  const scripts = manifests.flatMap(({ targets }) =>
    [...targets].filter(([name]) => /test|ci/.test(name)).map(([, { command }]) => command),
  );
  const runs = commands
    .filter(({ origin, at }) => origin === "script" && /test|ci/i.test(at.file))
    .map(({ words: own }) => own.join(" "));
  return [...new Set(files)]
    .map((path) => text(path) ?? "")
    .concat(scripts, runs)
    .filter((one) => one !== "");
}
