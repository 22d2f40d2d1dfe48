import type { Inventory } from "../inventory.ts";
import { folderOf, isTest } from "../paths.ts";
import { hasDrizzleTables, readDrizzleSchema } from "./drizzle-schema.ts";
import { readPrismaSchema, type SchemaSurroundings } from "./prisma-schema.ts";
import type { OrmSchema } from "./schema.ts";

/** The schemas of Prisma and Drizzle; the modules of one folder are one schema of Drizzle. */
export function findSchemas(
  paths: readonly string[],
  around: SchemaSurroundings & Pick<Inventory, "learn">,
): readonly OrmSchema[] {
  const own = paths.filter((path) => !isTest(path));
  const prisma = own.filter((path) => path.endsWith(".prisma"));
  const sources = prisma.filter((path) => /^\s*datasource\s/m.test(around.text(path) ?? ""));
  const found = sources.flatMap((source) => {
    const folder = folderOf(source);
    const start = folder === "" ? "" : `${folder}/`;
    const parts = prisma.filter((path) => path === source || (path.startsWith(start) && !sources.includes(path)));
    return readPrismaSchema(parts, around) ?? [];
  });
  const isSchema = (path: string): boolean =>
    /\.[cm]?[jt]s$/.test(path) && around.learn("has tables of drizzle", path, hasDrizzleTables);
  const modules = own.flatMap((path) => (isSchema(path) ? (readDrizzleSchema(path, around) ?? []) : []));
  const folders = Map.groupBy(modules, ({ path, engine }) => `${folderOf(path)}\0${engine}`);
  const drizzle = [...folders.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : { ...first, tables: [first, ...others].flatMap(({ tables }) => tables) },
  );
  return [...found, ...drizzle];
}
