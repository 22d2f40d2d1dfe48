import { nameOf } from "../paths.ts";
import { engineNamed } from "./engine-names.ts";
import type { MigrationSurroundings } from "./find-migrations.ts";
import { readJournal } from "./journal.ts";
import type { Engine, Journal, Migration, MigrationSet, MigrationSystem } from "./migration.ts";
import { engineOfFolder, engineOfSql } from "./sql-engine.ts";
import { markedBy, markedParts, wholeFile } from "./sql-parts.ts";

/** A numbered file: `0001_init.sql`, `20240101120000-init.up.sql`, `V1_2__init.sql`, `U1__init.sql`. */
const numbered =
  /^(?:[VU](?<version>\d+(?:[._]\d+)*)__|(?<number>\d{1,17})[-_.]).*?(?<side>\.(?:up|down|do|undo))?\.sql$/i;
const undo = /^U\d|\.(?:down|undo)\.sql$/i;
const migrationFolder =
  /(?:^|[/_-])(?:migrations?|migrate|drizzle|versions|changelogs?|changesets?|db|database|sql|schema)(?:$|[/_-])/i;
const bootstrapFolder =
  /(?:^|\/)(?:docker-entrypoint-)?init(?:db)?(?:[._-]?(?:d|db|scripts?|sql))?(?:\/|$)|(?:^|\/)seeds?(?:\/|$)/i;

/** Sets of numbered files of SQL in one folder. */
export function sqlSets(around: MigrationSurroundings): readonly MigrationSet[] {
  const sets: MigrationSet[] = [];
  for (const [folder, paths] of around.folders) {
    const sql = paths.filter((path) => path.endsWith(".sql"));
    const journal = around.has(`${folder}/meta/_journal.json`)
      ? readJournal(`${folder}/meta/_journal.json`, around)
      : undefined;
    const files = sql.filter((path) => numbered.test(nameOf(path)));
    const one = files.length === 1 && !/(?:^|[/_-])(?:migrations?|migrate|drizzle)(?:$|[/_-])/i.test(folder);
    if (!journal && (files.length === 0 || one || bootstrapFolder.test(folder) || !looksLikeSet(folder, files)))
      continue;
    sets.push(setOf(folder, files, sql, journal, around));
  }
  // A journal whose files are all gone.
  for (const folder of around.folders.keys()) {
    const holder = /^(.*)\/meta$/.exec(folder)?.[1];
    if (holder === undefined || around.folders.has(holder) || !around.has(`${folder}/_journal.json`)) continue;
    sets.push(setOf(holder, [], [], readJournal(`${folder}/_journal.json`, around), around));
  }
  return sets;
}

/** Many folders hold numbered queries or seeds: only the words of a folder, or an unbroken row of three, make migrations of them. */
function looksLikeSet(folder: string, files: readonly string[]): boolean {
  return migrationFolder.test(folder) || files.some((path) => /\.(?:up|down)\.sql$|^V\d.*__/i.test(nameOf(path)));
}

function setOf(
  folder: string,
  files: readonly string[],
  sql: readonly string[],
  read: { readonly journal: Journal; readonly dialect: string | undefined } | undefined,
  around: MigrationSurroundings,
): MigrationSet {
  const forward = files.filter((path) => !undo.test(nameOf(path)));
  const downs = new Map(files.filter((path) => undo.test(nameOf(path))).map((path) => [stemOf(path), path]));
  const known = forward.map((path) => migrationOf(path, downs.get(stemOf(path)), around));
  const stems = new Set(forward.map(stemOf));
  const alone = [...downs].filter(([stem]) => !stems.has(stem)).map(([, path]) => path);
  const loose = sql.filter((path) => !files.includes(path) && !/(?:schema|structure|seeds?)\.sql$/i.test(path));
  const migrations = known.toSorted((a, b) => compareNumbers(a.number, b.number) || (a.name < b.name ? -1 : 1));
  const system: MigrationSystem = read ? "drizzle" : systemOf(forward, around);
  return {
    system,
    folder,
    engine: engineOf(read?.dialect, folder, migrations),
    migrations,
    ...(read ? { journal: read.journal } : {}),
    strays: [...alone, ...(read ? loose : [])],
  };
}

function engineOf(dialect: string | undefined, folder: string, migrations: readonly Migration[]): Engine | undefined {
  return (
    (dialect === undefined ? undefined : engineNamed(dialect)) ??
    engineOfFolder(folder) ??
    engineOfSql(migrations.flatMap(({ up = [] }) => up))
  );
}

function migrationOf(path: string, undoPath: string | undefined, around: MigrationSurroundings): Migration {
  const groups = numbered.exec(nameOf(path))?.groups;
  const number = groups?.number ?? groups?.version;
  const text = around.text(path) ?? "";
  const marked = markedParts(path, text);
  const down = undoPath === undefined ? marked?.down : wholeFile(undoPath, around);
  return {
    name: nameOf(path).replace(/(?:\.(?:up|do))?\.sql$/i, ""),
    path,
    ...(number === undefined ? {} : { number }),
    up: marked?.up ?? wholeFile(path, around),
    down: down === undefined || down.length === 0 ? "none" : down,
  };
}

function systemOf(paths: readonly string[], { text }: MigrationSurroundings): MigrationSystem {
  for (const path of paths) {
    const by = markedBy(text(path) ?? "");
    if (by) return by;
    if (/\.up\.sql$/i.test(path)) return "golang-migrate";
    if (/^V\d+(?:[._]\d+)*__/.test(nameOf(path))) return "flyway";
  }
  return "sql";
}

/** What the two files of one migration share. */
function stemOf(path: string): string {
  return nameOf(path)
    .replace(/^[UV](?=\d)/i, "")
    .replace(/(?:\.(?:up|down|do|undo))?\.sql$/i, "");
}

/** Versions part by part: 2 before 10, 1.2 before 1.10. */
export function compareNumbers(a = "", b = ""): number {
  const left = a.split(/[._]/);
  const right = b.split(/[._]/);
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = Number(left[index] ?? 0) - Number(right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
