import { mkdir, rename, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { RigError } from "../test/rig/process.ts";

const root = resolve(import.meta.dir, "..");

const databaseFiles = [
  "pglite/dist/pglite.wasm",
  "pglite/dist/pglite.data",
  "pglite-prepopulatedfs/dist/prepopulatedfs.tgz",
  ...["pgcrypto", "uuid-ossp", "citext", "pg_trgm", "hstore", "unaccent", "btree_gin", "btree_gist", "ltree"].map(
    (name) => `pglite/dist/${name}.tar.gz`,
  ),
];

/**
 * Makes `dist/slipway`, the whole program in one file: minified, with bytecode, and split so that a command's code is
 * only read when it runs. It reads no `.env` and no `bunfig.toml` of the folder where it is started. Gives its path.
 */
export async function build(): Promise<string> {
  const outfile = join(root, "dist/slipway");
  const made = `${outfile}.${process.pid}`;
  await mkdir(join(root, "dist"), { recursive: true });
  const argv = [
    process.execPath,
    "build",
    "--compile",
    "--minify",
    "--keep-names",
    "--bytecode",
    "--splitting",
    "--format=esm",
    "--no-compile-autoload-dotenv",
    "--no-compile-autoload-bunfig",
    // Only what lies beside the program's modules: files that are found again by their names.
    "--entry-naming=[name]-[hash].[ext]",
    ...[".wasm", ".data", ".tgz", ".gz"].map((ending) => `--loader=${ending}:file`),
    join(root, "packages/cli/src/main.ts"),
    // The embedded PostgreSQL of the audit: read only when migrations are applied. And its parser of shell scripts.
    ...databaseFiles.map((path) => join(root, "node_modules/@electric-sql", path)),
    join(root, "node_modules/sh-syntax/main.wasm"),
    "--outfile",
    made,
  ];
  const child = Bun.spawn(argv, { cwd: root, stdout: "pipe", stderr: "pipe" });
  const [said, failed, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  if (code !== 0) throw new RigError(`dist/slipway could not be built:\n${said}${failed}`);
  // Renamed at the end: a program that runs meanwhile keeps its file.
  await rename(made, outfile);
  return outfile;
}

if (import.meta.main) {
  const started = performance.now();
  const path = await build();
  const megabytes = Math.round((await stat(path)).size / 1e6);
  console.log(`${path} (${megabytes} MB) in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
