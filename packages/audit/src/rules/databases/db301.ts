import type { Inventory } from "../../inventory/inventory.ts";
import type { MigrationSet } from "../../inventory/migrations/migration.ts";
import { systemTitles } from "../../inventory/migrations/system-names.ts";
import { packageOf } from "../../inventory/package-of.ts";
import { defineRule } from "../rule.ts";

const prisma = {
  "prisma/migrations/migration_lock.toml": 'provider = "postgresql"\n',
  "prisma/migrations/20240101000000_users/migration.sql": 'CREATE TABLE "users" ("id" INTEGER NOT NULL);\n',
};

export const db301 = defineRule({
  id: "DB301",
  why: "Two tools that change one database do not know of each other: what one of them made the other drops, or makes again.",
  bad: { ...prisma, "db/migrations/001_orders.sql": "CREATE TABLE orders (id bigserial);\n" },
  good: prisma,
  fix: "Keep one of them, and bring what the other did into it",
  *check(inventory) {
    const groups = Map.groupBy(inventory.migrations, (set) => packageOf(set.folder, inventory));
    for (const sets of groups.values()) {
      const [first, ...rest] = sets.filter(({ migrations }) => migrations.length > 0).toSorted(largerFirst);
      if (first === undefined) continue;
      for (const other of rest) {
        if (!rivals(first, other)) continue;
        yield {
          at: { file: other.migrations[0]?.path ?? other.folder, line: 1, column: 1 },
          message: `${systemTitles[other.system]} in ${other.folder} and ${systemTitles[first.system]} in ${first.folder} both migrate the database`,
          evidence: [
            {
              file: first.migrations[0]?.path ?? first.folder,
              line: 1,
              column: 1,
              text: `the first of ${first.migrations.length}`,
            },
          ],
        };
      }
    }
    yield* withoutAny(inventory);
  },
});

/** Schemas of an ORM that nothing brings into a database. */
function* withoutAny({ schemas, migrations, appliers }: Inventory) {
  if (migrations.length > 0) return;
  for (const { path, system, tables } of schemas) {
    if (tables.length === 0 || (system !== "prisma" && system !== "drizzle")) continue;
    if (appliers.length > 0) return;
    yield {
      at: { file: path, line: 1, column: 1 },
      message: `${path} describes ${tables.length} tables, but there are no migrations and nothing else makes them`,
      fix: `Make the first migration with ${system === "prisma" ? "prisma migrate dev" : "drizzle-kit generate"} and commit it`,
    };
    return;
  }
}

function rivals(one: MigrationSet, other: MigrationSet): boolean {
  return (
    one.system !== other.system &&
    (one.engine === undefined || other.engine === undefined || one.engine === other.engine)
  );
}

function largerFirst(a: MigrationSet, b: MigrationSet): number {
  return b.migrations.length - a.migrations.length || (a.folder < b.folder ? -1 : 1);
}
