import type { Found } from "../../finding.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import type { MigrationSet } from "../../inventory/migrations/migration.ts";
import type { OrmSchema } from "../../inventory/schemas/schema.ts";
import { defineRule } from "../rule.ts";
import { comparedTables, differences, isBookkeeping } from "./catalog-differences.ts";

const schema = (column: string): string =>
  `import { sqliteTable, text } from "drizzle-orm/sqlite-core";\n\nexport const users = sqliteTable("users", {\n  id: text("id").primaryKey(),\n  ${column}: text("${column}"),\n});\n`;
const journal = JSON.stringify({
  version: "7",
  dialect: "sqlite",
  entries: [{ idx: 0, version: "6", when: 1, tag: "0000_users" }],
});
const migrations = {
  "drizzle/meta/_journal.json": journal,
  "drizzle/0000_users.sql": "CREATE TABLE `users` (`id` text PRIMARY KEY NOT NULL, `email` text);\n",
};

export const db305 = defineRule({
  id: "DB305",
  why: "The program asks for the columns of its schema; a database that was built by the migrations does not have them.",
  bad: { ...migrations, "src/schema.ts": schema("mail") },
  good: { ...migrations, "src/schema.ts": schema("email") },
  fix: "Make a migration that brings the database to the schema",
  async check(inventory) {
    const found: Found[] = [];
    for (const { of, result } of await inventory.trials()) {
      if (!("set" in of) || result.state !== "applied") continue;
      const schema = schemaOf(of.set, inventory);
      if (schema === undefined) continue;
      const made = comparedTables(result.catalog);
      const last = of.set.migrations.at(-1);
      const end = {
        file: last?.path ?? of.set.folder,
        line: 1,
        column: 1,
        text: `the last of ${of.set.migrations.length} migrations`,
      };
      const wanted = schema.tables.map(({ name, columns, complete }) => ({ name, columns, complete }));
      for (const { table, column, kind } of differences(wanted, made)) {
        const own = schema.tables.find(({ name }) => name === table);
        const field = own?.columns.find(({ names }) => names[0] === column);
        const at = field?.at ?? own?.at;
        if (at) found.push({ at, message: wordings[kind](table, column), evidence: [end] });
      }
      // What the migrations made beyond the schema.
      for (const { table, column, kind } of differences(made, wanted)) {
        const own = schema.tables.find(({ name }) => name.toLowerCase() === table.toLowerCase());
        if (kind === "column missing" && own)
          found.push({
            at: own.at,
            message: `the migrations make the column ${table}.${column}, which the schema does not know`,
            evidence: [end],
          });
        else if (kind === "table missing" && !table.startsWith("_") && !isBookkeeping(table))
          found.push({
            at: { file: schema.path, line: 1, column: 1 },
            message: `the migrations make the table ${table}, which the schema does not know`,
            evidence: [end],
          });
      }
    }
    return found;
  },
});

const wordings = {
  "table missing": (table: string) => `the schema has the table ${table}, which no migration makes`,
  "column missing": (table: string, column = "") =>
    `the schema has the column ${table}.${column}, which no migration makes`,
  nullable: (table: string, column = "") =>
    `the schema says that ${table}.${column} is never null, but the migrations let it be`,
  "not nullable": (table: string, column = "") =>
    `the schema lets ${table}.${column} be null, but the migrations make it NOT NULL`,
} as const;

/** The schema that a set of migrations is made from: of the same tool and engine, and the nearest one where there are more. */
function schemaOf(set: MigrationSet, { schemas }: Inventory): OrmSchema | undefined {
  const own = schemas.filter(
    ({ system, engine }) =>
      system === set.system && (engine === undefined || set.engine === undefined || engine === set.engine),
  );
  if (set.system === "drizzle" && own.length > 1) {
    // A schema may lie in several folders: then it is not known whether all of it is here.
    const tables = own.flatMap(({ tables: some }) => some);
    const [first] = own;
    return first === undefined ? undefined : { ...first, tables };
  }
  const top = set.folder.split("/")[0];
  return own.length === 1 ? own[0] : own.find(({ path }) => path.split("/")[0] === top);
}
