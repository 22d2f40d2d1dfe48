import type { Place } from "../../finding.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { isTest } from "../../inventory/paths.ts";
import { defineRule } from "../rule.ts";
import { withNested } from "./nested-commands.ts";

const migration = { "drizzle/0000_init.sql": "CREATE TABLE a (id int);\n" };

export const sc509 = defineRule({
  id: "SC509",
  why: "Everybody migrates in a way of his own, and the one who deploys guesses.",
  bad: {
    ...migration,
    "package.json": '{ "scripts": { "dev": "next dev" }, "devDependencies": { "drizzle-kit": "0.31.0" } }\n',
  },
  good: {
    ...migration,
    "package.json":
      '{ "scripts": { "db:migrate": "drizzle-kit migrate" }, "devDependencies": { "drizzle-kit": "0.31.0" } }\n',
  },
  fix: "Name one command that migrates, as a script of the manifest, and write it down",
  *check(inventory) {
    const first = inventory.paths.find((path) => isMigration(path) && !isTest(path));
    if (first === undefined || migratesByItself(inventory)) return;
    const named = inventory.commands.flatMap(withNested).filter(({ words }) => migrates(words.join(" ")));
    if (named.length > 0) return;
    if (inventory.manifests.some(({ targets }) => [...targets.keys()].some((name) => /migrat/i.test(name)))) return;
    const manifest = inventory.manifests.find(({ folder }) => folder === "") ?? inventory.manifests[0];
    const at: Place = { file: manifest?.path ?? first, line: 1, column: 1 };
    yield {
      at,
      message: "there are migrations, but no script, target, workflow or document names the command that applies them",
      evidence: [{ file: first, line: 1, column: 1, text: "a migration" }],
    };
  },
});

function isMigration(path: string): boolean {
  return /(?:^|\/)(?:migrations?|drizzle|alembic\/versions|db\/migrate)\/(?:[\w.-]+\/)?[\w.-]*\d[\w.-]*\.(?:sql|[jt]s|py|rb)$|(?:^|\/)migrations\/[\w.-]+\/migration\.sql$/.test(
    path,
  );
}

const migrating =
  /\b(?:prisma (?:migrate (?:deploy|dev|reset)|db push)|drizzle-kit (?:migrate|push)|knex(?:\.js)? migrate:(?:latest|up)|sequelize(?:-cli)? db:migrate|typeorm\S* migration:run|node-pg-migrate|kysely migrate|alembic upgrade|manage\.py migrate|flask db upgrade|rails db:(?:migrate|prepare|setup)|rake db:migrate|goose\b.*\bup|migrate\b.*\bup\b|dbmate (?:up|migrate)|flyway migrate|liquibase update|atlas (?:schema|migrate) apply|sqlx migrate run|diesel migration run|mikro-orm migration:up|graphile-migrate|artisan migrate|ecto\.migrate|wrangler d1 migrations apply)\b/;

function migrates(command: string): boolean {
  return migrating.test(command) || /(?:^|[\s/:._-])migrat(?:e|ions?)(?:[\s:._-]|$)/i.test(command);
}

/** True when the program applies its migrations when it starts, or an image does. */
function migratesByItself({ paths, learn, stacks }: Inventory): boolean {
  const own =
    /\bmigrate\(\s*(?:db|\w+,|\{)|\.migrateToLatest\(|runMigrations\(|\.runMigrations\b|migrate\.latest\(|upgrade\(\s*\w+,\s*["']head|umzug|migrationsRun:\s*true|MigrateAsync\(|goose\.Up\(|migrate\.New\(|\.Up\(\)/;
  const isCode = (path: string): boolean => /\.(?:[cm]?[jt]s|py|go|rb|cs)$/.test(path) && !isTest(path);
  if (paths.some((path) => isCode(path) && learn("migrates by itself", path, (text) => own.test(text)))) return true;
  return stacks.some(({ project }) =>
    Object.entries(project?.services ?? {}).some(
      ([name, { command, volumes = [] }]) =>
        /migrat/i.test(name) ||
        migrates((command ?? []).join(" ")) ||
        volumes.some(({ target }) => target?.includes("docker-entrypoint-initdb.d") ?? false),
    ),
  );
}
