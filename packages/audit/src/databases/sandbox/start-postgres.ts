import type { Extension, PGlite } from "@electric-sql/pglite";
import { embedded } from "./embedded.ts";

/** Extensions that come with PGlite, and that migrations ask for. */
const extensions = ["pgcrypto", "uuid_ossp", "citext", "pg_trgm", "hstore", "unaccent", "btree_gin", "btree_gist", "ltree"] as const;

/**
 * Starts the embedded PostgreSQL in memory. Its files come from the program when it was compiled with them, else from the packages.
 * Throws when they are in neither.
 */
export async function startPostgres(): Promise<PGlite> {
  const { PGlite: Engine } = await import("@electric-sql/pglite");
  const [wasm, data, prepared] = await Promise.all([
    embedded("pglite.wasm"),
    embedded("pglite.data"),
    embedded("prepopulatedfs.tgz"),
  ]);
  if (wasm && data && prepared) {
    return Engine.create({
      loadDataDir: prepared,
      fsBundle: data,
      wasmModule: await WebAssembly.compile(await wasm.arrayBuffer()),
    });
  }
  const { dataDir } = await import("@electric-sql/pglite-prepopulatedfs");
  return Engine.create({ loadDataDir: await dataDir(), extensions: await contributed() });
}

async function contributed(): Promise<Record<string, Extension>> {
  const loaded: Record<string, Extension> = {};
  for (const name of extensions) {
    const module: Readonly<Record<string, Extension>> = await import(`@electric-sql/pglite/contrib/${name}`);
    const extension = module[name];
    if (extension) loaded[name] = extension;
  }
  return loaded;
}
