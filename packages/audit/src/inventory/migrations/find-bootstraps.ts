import type { Inventory } from "../inventory.ts";
import { folderOf, isTest, joinPath, nameOf } from "../paths.ts";
import type { Engine, SqlPart } from "./migration.ts";
import { engineOfFolder, engineOfSql } from "./sql-engine.ts";
import { wholeFile } from "./sql-parts.ts";

/** A file of SQL that sets up a whole database: `schema.sql`, or what the image of a database runs at its first start. */
export interface Bootstrap {
  readonly path: string;
  readonly engine: Engine | undefined;
  readonly sql: readonly SqlPart[];
}

const named =
  /^(?:\d+[-_])?(?:init(?:ial(?:ize|ise)?)?(?:[-_](?:db|database|schema|tables|sql|postgres|script))?|(?:db[-_])?(?:schema|structure|bootstrap|setup|create[-_]tables|tables|database|ddl)(?:[-_](?:postgres(?:ql)?|pg|sqlite3?|mysql))?)\.sql$/i;
const folder =
  /(?:^|\/)(?:docker-entrypoint-initdb\.d|initdb(?:\.d)?|init(?:[-_]?(?:db|scripts?|sql))|(?:postgres|db|database|mysql)\/init)$/i;

/** Files of SQL outside of migrations that make tables of a database from nothing. */
export function findBootstraps(inventory: Inventory): readonly Bootstrap[] {
  const { stacks, paths, migrations, text, isFolder, repository } = inventory;
  const own = new Set(
    migrations.flatMap((set) =>
      set.migrations.flatMap(({ path, up = [], down }) => [
        path,
        ...up.map((part) => part.path),
        ...(typeof down === "string" ? [] : down.map((part) => part.path)),
      ]),
    ),
  );
  const mounted = new Set(
    stacks.flatMap(({ project }) =>
      Object.values(project?.services ?? {}).flatMap(({ volumes = [] }) =>
        volumes.flatMap(({ source, target }) => {
          if (!target?.startsWith("/docker-entrypoint-initdb.d") || !source?.startsWith(`${repository.root}/`))
            return [];
          const path = joinPath("", source.slice(repository.root.length + 1)) ?? "";
          return isFolder(path) ? paths.filter((one) => folderOf(one) === path) : [path];
        }),
      ),
    ),
  );
  return paths.flatMap((path): Bootstrap[] => {
    if (!path.endsWith(".sql") || own.has(path)) return [];
    const isOne = mounted.has(path) || (!isTest(path) && (named.test(nameOf(path)) || folder.test(folderOf(path))));
    if (!isOne || !/\bCREATE\s+(?:\w+\s+)?TABLE\b/i.test(text(path) ?? "")) return [];
    const sql = wholeFile(path, inventory);
    return [{ path, engine: engineOfFolder(path.replace(/\.sql$/, "")) ?? engineOfSql(sql), sql }];
  });
}
