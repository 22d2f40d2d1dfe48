import { folderOf, joinPath, nameOf } from "../paths.ts";
import { engineNamed } from "./engine-names.ts";
import type { MigrationSurroundings } from "./find-migrations.ts";
import type { Migration, MigrationSet, MigrationSystem } from "./migration.ts";
import { engineOfFolder, engineOfSql } from "./sql-engine.ts";
import { wholeFile } from "./sql-parts.ts";

/** Sets whose migrations are folders of their own: Prisma (`migration.sql`), Diesel (`up.sql` and `down.sql`), newer Drizzle. */
export function folderSets(around: MigrationSurroundings): readonly MigrationSet[] {
  const holders = new Map<string, { readonly system: MigrationSystem; readonly folders: string[] }>();
  for (const [folder, paths] of around.folders) {
    const names = new Set(paths.map(nameOf));
    const isPrisma = names.has("migration.sql");
    if (!isPrisma && !names.has("up.sql")) continue;
    const holder = folderOf(folder);
    const known = holders.get(holder) ?? { system: isPrisma ? "prisma" : "diesel", folders: [] };
    known.folders.push(folder);
    holders.set(holder, known);
  }
  return [...holders].map(([holder, { system, folders }]) => {
    const migrations = folders.toSorted().map((folder) => migrationIn(folder, system, around));
    const drizzle = folders.some((folder) => around.has(`${folder}/snapshot.json`));
    return {
      system: drizzle ? "drizzle" : system,
      folder: holder,
      engine:
        (drizzle ? undefined : prismaEngine(holder, around)) ??
        engineOfFolder(holder) ??
        engineOfSql(migrations.flatMap(({ up = [] }) => up)) ??
        undefined,
      migrations,
      strays: [],
    };
  });
}

function migrationIn(folder: string, system: MigrationSystem, around: MigrationSurroundings): Migration {
  const path = `${folder}/${system === "prisma" ? "migration.sql" : "up.sql"}`;
  const number = /^\d+/.exec(nameOf(folder))?.[0];
  const down =
    system === "diesel" && around.has(`${folder}/down.sql`) ? wholeFile(`${folder}/down.sql`, around) : "none";
  return { name: nameOf(folder), path, up: wholeFile(path, around), down, ...(number === undefined ? {} : { number }) };
}

/** The provider of the schema beside the folder, or what migration_lock.toml says. */
function prismaEngine(holder: string, { text }: MigrationSurroundings): MigrationSet["engine"] {
  const provider = schemaProvider(holder, text) ?? lockProvider(text(`${holder}/migration_lock.toml`));
  return provider === undefined ? undefined : engineNamed(provider);
}

/** The provider that the schema of Prisma beside a folder of migrations names. */
export function schemaProvider(holder: string, text: (path: string) => string | undefined): string | undefined {
  const beside = joinPath(holder, "..");
  const schema = beside === undefined ? undefined : text(beside === "" ? "schema.prisma" : `${beside}/schema.prisma`);
  return /datasource\s+\w+\s*\{[^}]*?\bprovider\s*=\s*"(\w+)"/.exec(schema ?? "")?.[1];
}

/** The provider that a migration_lock.toml names. */
export function lockProvider(lock: string | undefined): string | undefined {
  return /^\s*provider\s*=\s*"(\w+)"/m.exec(lock ?? "")?.[1];
}
