import { packageOf } from "../../inventory/package-of.ts";
import { isTest } from "../../inventory/paths.ts";
import { placesIn } from "../../inventory/text-place.ts";
import { isCode } from "../../inventory/variables/code-uses.ts";
import { withoutComments } from "../../inventory/variables/strip-comments.ts";
import { defineRule } from "../rule.ts";

const migration = { "migrations/001_users.sql": "CREATE TABLE users (id int PRIMARY KEY);\n" };

export const db312 = defineRule({
  id: "DB312",
  why: "A table that code makes beside the migrations looks different in every database, by the day it was first used.",
  bad: { ...migration, "src/audit.ts": "await db.query(`CREATE TABLE IF NOT EXISTS audit_log (id int)`);\n" },
  good: {
    ...migration,
    "migrations/002_audit.sql": "CREATE TABLE audit_log (id int);\n",
    "src/audit.ts": "await db.query(`SELECT 1`);\n",
  },
  fix: "Move the statement into a migration",
  *check(inventory) {
    if (inventory.migrations.length === 0) return;
    const own = new Set(inventory.migrations.flatMap(({ migrations }) => migrations.map(({ path }) => path)));
    const folders = inventory.migrations.map(({ folder }) => `${folder}/`);
    const packages = new Set(inventory.migrations.map(({ folder }) => packageOf(folder, inventory)));
    for (const path of inventory.paths) {
      if (!isCode(path) || isTest(path) || own.has(path) || folders.some((folder) => path.startsWith(folder))) continue;
      if (/migrat|schema_?version/i.test(path) || !packages.has(packageOf(path, inventory))) continue;
      yield* inventory.learn("tables that code makes", path, (text) => [...statementsIn(path, text)]);
    }
  },
});

const statement =
  /["'`]\s*(CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?|ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?)([\w."\\[\]]+)\s*(\(|ADD\b|DROP\b|ALTER\b|RENAME\b|\s)/gi;
/** What a tool that migrates keeps for itself. */
const bookkeeping = /migration|schema_version|_lock\b|^temp_|^tmp_|pgmigrations/i;

function* statementsIn(path: string, content: string) {
  if (!/\b(?:CREATE|ALTER)\s+TABLE\b/i.test(content)) return;
  const code = withoutComments(content, /\.(?:py|rb)$/.test(path) ? "hash" : "slashes");
  for (const { index, 0: whole, 1: verb = "", 2: raw = "" } of code.matchAll(statement)) {
    const table = raw.replace(/["\\[\]]/g, "");
    if (bookkeeping.test(table)) continue;
    const what = /^ALTER/i.test(verb) ? "alters" : "creates";
    yield {
      at: placesIn(path, content)(index + whole.search(/\S[A-Z]/i) + 1),
      message: `${path} ${what} the table ${table} beside the migrations`,
    };
  }
}
