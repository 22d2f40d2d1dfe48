import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Extension, PGlite } from "@electric-sql/pglite";
import { embedded } from "../../embedded.ts";

/** Extensions that come with PGlite, and that migrations ask for; their files have `-` where the modules have `_`. */
const extensions = [
  "pgcrypto",
  "uuid_ossp",
  "citext",
  "pg_trgm",
  "hstore",
  "unaccent",
  "btree_gin",
  "btree_gist",
  "ltree",
] as const;

/**
 * Starts the embedded PostgreSQL in memory, with the extensions that the SQL names. Its files come from the program when it was
 * compiled with them, else from the packages. Throws when they are in neither.
 */
export async function startPostgres(sql: string): Promise<PGlite> {
  const asked = extensions.filter((name) => sql.includes(name.replace("uuid_ossp", "uuid-ossp")));
  const { PGlite: Engine } = await import("@electric-sql/pglite");
  const [wasm, data, prepared] = ["pglite.wasm", "pglite.data", "prepopulatedfs.tgz"].map(embedded);
  if (!(wasm && data && prepared)) {
    const { dataDir } = await import("@electric-sql/pglite-prepopulatedfs");
    return Engine.create({ loadDataDir: await dataDir(), extensions: await contributed(asked) });
  }
  const pgliteWasmModule = await WebAssembly.compile(await wasm.arrayBuffer());
  const options = { loadDataDir: prepared, fsBundle: data, pgliteWasmModule };
  if (asked.length === 0) return Engine.create(options);
  const folder = await mkdtemp(join(tmpdir(), "slipway-audit-"));
  try {
    return await Engine.create({ ...options, extensions: await unpacked(asked, folder) });
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function contributed(names: readonly string[]): Promise<Record<string, Extension>> {
  const loaded: Record<string, Extension> = {};
  for (const name of names) {
    const module: Readonly<Record<string, Extension>> = await import(`@electric-sql/pglite/contrib/${name}`);
    const extension = module[name];
    if (extension) loaded[name] = extension;
  }
  return loaded;
}

/** As the modules of PGlite give them. It reads their files as streams, which those in a compiled program are not. */
async function unpacked(names: readonly string[], folder: string): Promise<Record<string, Extension>> {
  const loaded: Record<string, Extension> = {};
  for (const name of names) {
    const file = `${name.replace("uuid_ossp", "uuid-ossp")}.tar.gz`;
    const content = embedded(file);
    if (content === undefined) continue;
    const path = join(folder, file);
    await writeFile(path, new Uint8Array(await content.arrayBuffer()));
    loaded[name] = { name, setup: async () => ({ bundlePath: pathToFileURL(path) }) };
  }
  return loaded;
}
