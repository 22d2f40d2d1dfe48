import type { Found } from "../../finding.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { lockProvider, schemaProvider } from "../../inventory/migrations/folder-sets.ts";
import type { MigrationSet } from "../../inventory/migrations/migration.ts";
import { nameOf } from "../../inventory/paths.ts";

/**
 * Lists of migrations that people keep: a module in the folder, or beside it, that imports them one by one, `atlas.sum`, and Prisma's
 * lock. A list that names at least two of them, but not all, has forgotten the rest.
 */
export function* registryFaults(set: MigrationSet, inventory: Inventory): Iterable<Found> {
  const { migrations, folder, system } = set;
  if (migrations.length >= 3) {
    const above = folder.split("/").slice(0, -1).join("/");
    const near = [...new Set([folder, above])].flatMap((one) => inventory.filesIn(one));
    const lists = near.filter(
      (path) => /\.(?:[cm]?[jt]s|go|py|sum)$/.test(path) && !migrations.some((one) => one.path === path),
    );
    for (const list of lists) yield* forgotten(list, set, inventory);
  }
  yield* lockFaults(set, inventory);
  if (system === "prisma" && migrations.length > 0 && !inventory.has(`${folder}/migration_lock.toml`)) {
    const at = { file: migrations[0]?.path ?? folder, line: 1, column: 1 };
    yield {
      at,
      message: `${folder} has no migration_lock.toml, with which Prisma tells the engine of its migrations`,
      fix: "Commit migration_lock.toml, which prisma migrate dev writes",
    };
  }
}

/** Prisma refuses migrations whose lock names another engine than its schema. */
function* lockFaults({ folder, system }: MigrationSet, { text, place }: Inventory): Iterable<Found> {
  const path = `${folder}/migration_lock.toml`;
  const lock = lockProvider(text(path));
  const schema = system === "prisma" ? schemaProvider(folder, text) : undefined;
  if (lock === undefined || schema === undefined || lock === schema) return;
  const at = place(path, (text(path) ?? "").indexOf(lock));
  yield { at, message: `${path} is of ${lock}, but the schema beside it of ${schema}` };
}

function* forgotten(list: string, { migrations }: MigrationSet, { text, place }: Inventory): Iterable<Found> {
  const content = text(list) ?? "";
  const named = migrations.filter(({ name, path }) => content.includes(name) || content.includes(nameOf(path)));
  // Less than half of them: it uses some, and is no list of all.
  if (named.length < 2 || named.length === migrations.length || named.length * 2 < migrations.length) return;
  const last = named.at(-1);
  const offset = Math.max(0, content.lastIndexOf(last?.name ?? ""));
  for (const one of migrations) {
    if (named.includes(one)) continue;
    yield {
      at: { file: one.path, line: 1, column: 1 },
      message: `${list} lists the migrations, but not ${one.name}, which is never applied`,
      evidence: [{ ...place(list, offset), text: `names ${last?.name ?? "others"}` }],
    };
  }
}
