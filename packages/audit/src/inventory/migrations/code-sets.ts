import { nameOf } from "../paths.ts";
import { withoutComments } from "../variables/strip-comments.ts";
import { codeSql } from "./code-sql.ts";
import type { MigrationSurroundings } from "./find-migrations.ts";
import type { Migration, MigrationSet, MigrationSystem } from "./migration.ts";
import { engineOfFolder, engineOfSql } from "./sql-engine.ts";

/** Sets whose migrations are code: TypeScript and JavaScript, Alembic, Django, Rails. */
export function codeSets(around: MigrationSurroundings): readonly MigrationSet[] {
  return [...around.folders].flatMap(([folder, paths]) => {
    if (!/(?:^|\/)(?:migrations?|migrate|versions|alembic)$/i.test(folder) && !/migrations?\//i.test(`${folder}/`))
      return [];
    const migrations = paths.flatMap((path) => codeMigration(path, around) ?? []);
    const first = migrations[0];
    if (first === undefined) return [];
    const system = first.system;
    const own = migrations.filter((migration) => migration.system === system).map(({ migration }) => migration);
    const ordered = own.some(({ after }) => after) ? inChain(own) : own;
    const sql = own.flatMap(({ up = [] }) => up);
    const engine = engineOfFolder(folder) ?? engineOfSql(sql);
    return [{ system, folder, engine, migrations: ordered, strays: [] }];
  });
}

/** How a module gives what a migration does. */
const forward =
  /\bexport\s+(?:async\s+)?(?:function|const)\s+up\b|\bexports\.up\b|\basync\s+up\s*\(|\bup\s*:\s*(?:async\b|function\b|\()|^\s*(?:public\s+)?up\s*\(/m;

function codeMigration(
  path: string,
  { text }: MigrationSurroundings,
): { readonly system: MigrationSystem; readonly migration: Migration } | undefined {
  const name = nameOf(path);
  const number = /^(?:V|m)?(\d{3,17})(?=[-_.]|$)|(?:^|[-_])(\d{10,17})(?=\.)/i.exec(name)?.slice(1).find(Boolean);
  const content = text(path) ?? "";
  const stem = name.replace(/\.\w+$/, "");
  if (/\.py$/.test(name)) return pythonMigration(path, stem, number, content);
  if (/\.rb$/.test(name)) {
    if (number === undefined || !/ActiveRecord::Migration/.test(content)) return undefined;
    const down = /def (?:down|change)\b/.test(content) ? "code" : "none";
    return { system: "rails", migration: { name: stem, path, number, down } };
  }
  if (!/\.[cm]?[jt]s$/.test(name) || /\.d\.ts$/.test(name)) return undefined;
  if (
    !forward.test(content) ||
    (number === undefined && !/\b(?:MigrationInterface|queryInterface|knex|Kysely)\b/.test(content))
  )
    return undefined;
  const code = withoutComments(content, "slashes");
  const up = codeSql(path, code, content);
  const down = /\bdown\b\s*[(:=]|\bfunction down\b|exports\.down\b/.test(code) ? "code" : "none";
  const migration = { name: stem, path, down, ...(number === undefined ? {} : { number }), ...(up ? { up } : {}) };
  return { system: systemOf(code), migration: { ...migration, down } };
}

function systemOf(code: string): MigrationSystem {
  if (/\bMigrationInterface\b|\bqueryRunner\b/i.test(code)) return "typeorm";
  if (/\bqueryInterface\b/.test(code)) return "sequelize";
  if (/\bKysely\b|from\s+["']kysely["']/.test(code)) return "kysely";
  return /\bknex\b/i.test(code) ? "knex" : "code";
}

function pythonMigration(
  path: string,
  name: string,
  number: string | undefined,
  text: string,
): { readonly system: MigrationSystem; readonly migration: Migration } | undefined {
  const revision = /^revision\s*(?::\s*\w+\s*)?=\s*["']([^"']+)["']/m.exec(text)?.[1];
  const digits = number === undefined ? {} : { number };
  if (revision !== undefined) {
    const before = /^down_revision\s*(?::[^=\n]+)?=\s*([^\n]+(?:\n\s+["'][^\n]*)*)/m.exec(text)?.[1] ?? "None";
    const after = [...before.replace(/#.*/, "").matchAll(/["']([^"']+)["']/g)].map(([, id = ""]) => id);
    const down =
      /def downgrade\([^)]*\)[^:]*:\s*(?:"""[\s\S]*?"""\s*)?pass\b/.test(text) || !/def downgrade/.test(text);
    return { system: "alembic", migration: { name: revision, path, after, down: down ? "none" : "code" } };
  }
  if (number === undefined || !/class Migration\(\s*migrations\.Migration\s*\)/.test(text)) return undefined;
  const app = /([^/]+)\/migrations\/[^/]+$/.exec(path)?.[1] ?? "";
  const list = /\bdependencies\s*=\s*\[([\s\S]*?)\]/.exec(text)?.[1] ?? "";
  const after = [...list.matchAll(/\(\s*["'](\w+)["']\s*,\s*["'](\w+)["']\s*,?\s*\)/g)]
    .filter(([, label]) => label === app)
    .map(([, , id = ""]) => id);
  return { system: "django", migration: { name, path, ...digits, after, down: "code" } };
}

/** Each behind those that it follows; what hangs on nothing that is there comes last, as it lies. */
function inChain(migrations: readonly Migration[]): readonly Migration[] {
  const placed = new Set<string>();
  const followers = new Map<string, Migration[]>();
  const ordered: Migration[] = [];
  for (const one of migrations)
    for (const name of one.after ?? []) followers.set(name, [...(followers.get(name) ?? []), one]);
  const waiting = migrations.filter(({ after }) => !after?.length);
  for (let one = waiting.shift(); one; one = waiting.shift()) {
    if (placed.has(one.name)) continue;
    placed.add(one.name);
    ordered.push(one);
    for (const next of followers.get(one.name) ?? []) {
      if ((next.after ?? []).every((name) => placed.has(name))) waiting.push(next);
    }
  }
  return [...ordered, ...migrations.filter(({ name }) => !placed.has(name))];
}
