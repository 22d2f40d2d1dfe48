import type { CatalogTable } from "../../databases/catalog.ts";
import type { TrialResult } from "../../databases/trial.ts";
import type { PlannedTrial } from "../../databases/trials-of.ts";
import type { Found } from "../../finding.ts";
import { defineRule } from "../rule.ts";
import { comparedTables, differences } from "./catalog-differences.ts";

const migrations = {
  "migrations/001_users.sql": "CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, email text);\n",
};

export const db306 = defineRule({
  id: "DB306",
  why: "Two ways to build the database must end in the same one; else what works where it was set up fails where it was migrated.",
  bad: { ...migrations, "db/schema.sql": "CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, mail text);\n" },
  good: { ...migrations, "db/schema.sql": "CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, email text);\n" },
  fix: "Make the file from a migrated database, or let the migrations build the database alone",
  async check({ trials, text, place }) {
    const all = await trials();
    const sets = all.filter(({ of }) => "set" in of);
    const found: Found[] = [];
    for (const one of all) {
      if (!("bootstrap" in one.of) || one.result.state !== "applied") continue;
      const { path } = one.of.bootstrap;
      const other = counterpart(one, sets);
      if (other === undefined) continue;
      const given = comparedTables(one.result.catalog);
      const made = comparedTables(other.result.catalog);
      const last = other.set.migrations.at(-1);
      const evidence = [
        {
          file: last?.path ?? other.set.folder,
          line: 1,
          column: 1,
          text: `the last of the migrations in ${other.set.folder}`,
        },
      ];
      const at = (table: string, column?: string) => place(path, offsetOf(text(path) ?? "", table, column));
      for (const { table, column, kind } of differences(made, given))
        if (kind.endsWith("missing"))
          found.push({
            at: at(table),
            message: `${path} lacks the ${named(table, column)}, which the migrations make`,
            evidence,
          });
        else
          found.push({
            at: at(table, column),
            message: `${path} and the migrations disagree on whether ${table}.${column} may be null`,
            evidence,
          });
      for (const { table, column, kind } of differences(given, made))
        if (kind.endsWith("missing"))
          found.push({
            at: at(table, column),
            message: `${path} makes the ${named(table, column)}, which the migrations do not make`,
            evidence,
          });
    }
    return found;
  },
});

function named(table: string, column: string | undefined): string {
  return column === undefined ? `table ${table}` : `column ${table}.${column}`;
}

/** The migrations that build the same database: of the same engine, with the most tables in common. */
function counterpart(
  { trial, result }: PlannedTrial & { readonly result: TrialResult },
  sets: readonly (PlannedTrial & { readonly result: TrialResult })[],
) {
  if (result.state !== "applied") return undefined;
  const names = new Set(result.catalog.tables.map(({ name }) => name));
  let best:
    | { set: { folder: string; migrations: readonly { path: string }[] }; result: typeof result; common: number }
    | undefined;
  for (const { of, result: other, trial: its } of sets) {
    if (!("set" in of) || other.state !== "applied" || its.engine !== trial.engine) continue;
    const common = other.catalog.tables.filter(({ name }: CatalogTable) => names.has(name)).length;
    if (common > (best?.common ?? 0)) best = { set: of.set, result: other, common };
  }
  return best;
}

/** Where a table is made, or a column of it; the beginning where neither is found. */
function offsetOf(text: string, table: string, column?: string): number {
  const name = table.split(".").at(-1) ?? table;
  const create = new RegExp(
    `create\\s+(?:\\w+\\s+)?table\\s+(?:if\\s+not\\s+exists\\s+)?[\\w."\`]*\\b${escaped(name)}\\b`,
    "i",
  ).exec(text);
  const start = create?.index ?? 0;
  if (column === undefined) return start;
  const found = new RegExp(`\\b${escaped(column)}\\b`, "i").exec(text.slice(start + (create?.[0].length ?? 0)));
  return found ? start + (create?.[0].length ?? 0) + found.index : start;
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
