import { isTest, nameOf } from "../../inventory/paths.ts";
import { defineRule } from "../rule.ts";

export const sc506 = defineRule({
  id: "SC506",
  why: "A script that moved data once can only do harm when it is run again, and what it moved from is gone.",
  bad: {
    "scripts/migrate-sqlite-to-postgres.ts": 'import { Client } from "pg";\n',
    "package.json": '{ "dependencies": { "pg": "8.16.0" } }\n',
  },
  good: {
    "scripts/migrate-sqlite-to-postgres.ts": 'import { Client } from "pg";\n',
    "package.json": '{ "dependencies": { "pg": "8.16.0", "better-sqlite3": "12.11.1" } }\n',
  },
  fix: "Archive or delete it",
  *check({ paths, manifests, composeFiles, text }) {
    const code = paths.filter(
      (path) =>
        /(?:^|\/)(?:scripts?|tools|bin|hack|ops)\//.test(path) &&
        /\.(?:[cm]?[jt]s|py|sh|rb|sql)$/.test(path) &&
        !isTest(path),
    );
    if (code.length === 0) return;
    const dependencies = manifests.flatMap((manifest) => manifest.dependencies).join("\n");
    const others = [
      ...composeFiles.map(({ path }) => path),
      ...paths.filter((path) =>
        /(?:^|\/)(?:requirements[\w-]*\.txt|pyproject\.toml|go\.mod|Gemfile|Cargo\.toml|schema\.prisma|composer\.json)$/.test(
          path,
        ),
      ),
    ].map((path) => text(path) ?? "");
    const used = `${dependencies}\n${others.join("\n")}`;
    for (const path of code) {
      const move =
        /(?:^|[-_.])(?:migrate|import|convert|move|copy|port|transfer)?[-_]?(?:from[-_])?(sqlite|mysql|mariadb|mongo(?:db)?|redis|dynamo(?:db)?|firebase|firestore|supabase|postgres(?:ql)?|pg|elastic(?:search)?|heroku|sequelize|typeorm|knex|prisma|mongoose|bookshelf)[-_]?(?:to|2)[-_]?(\w+?)(?=[-_.]|$)/i.exec(
          nameOf(path),
        );
      const from = (move?.[1] ?? departure.exec(nameOf(path))?.[1])?.toLowerCase();
      const engine = from && Object.keys(traces).find((name) => from.startsWith(name));
      if (engine === undefined || traces[engine]?.test(used)) continue;
      yield {
        at: { file: path, line: 1, column: 1 },
        message: `${path} moves from ${from}, which nothing here uses any more`,
      };
    }
  },
});

/** `migrate_from_mongo`, `import-from-mysql`. */
const departure =
  /(?:migrat\w*|import\w*|convert\w*|move|copy|port|transfer)[-_]from[-_](sqlite|mysql|mariadb|mongo(?:db)?|redis|dynamo(?:db)?|firebase|firestore|supabase|postgres(?:ql)?|pg|elastic(?:search)?|heroku|sequelize|typeorm|knex|prisma|mongoose|bookshelf)(?=[-_.]|$)/i;

/** What shows that an engine or a tool is still used. */
const traces: Readonly<Record<string, RegExp>> = {
  sqlite: /sqlite/i,
  mysql: /mysql|mariadb/i,
  mariadb: /mysql|mariadb/i,
  mongo: /mongo/i,
  redis: /redis|valkey/i,
  dynamo: /dynamodb/i,
  firebase: /firebase/i,
  firestore: /firebase|firestore/i,
  supabase: /supabase/i,
  postgres: /postgres|\bpg\b|psycopg|asyncpg/i,
  pg: /postgres|\bpg\b|psycopg|asyncpg/i,
  elastic: /elastic/i,
  heroku: /heroku/i,
  sequelize: /sequelize/i,
  typeorm: /typeorm/i,
  knex: /knex/i,
  prisma: /prisma/i,
  mongoose: /mongoose/i,
  bookshelf: /bookshelf/i,
};
