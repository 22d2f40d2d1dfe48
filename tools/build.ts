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
 * Leaves out of js-yaml what is not used: its tags, schemas and patterns of the printer are made when it is loaded, a tenth of a
 * short command, and the bundler must keep what it cannot know to be without effect.
 */
const onlyTheParser: Bun.BunPlugin = {
  name: "only the parser of js-yaml",
  setup(build) {
    build.onLoad({ filter: /js-yaml\.mjs$/ }, async ({ path }) => {
      const text = await Bun.file(path).text();
      const made =
        /^(var \w+ = )((?:define\w+Tag\(|new Schema\(|\w+\.withTags\(|\{\n\t\.\.\.)[\s\S]*?^[}\]]+\)?|new RegExp\(.*\));$/gm;
      const contents = text.replace(made, "$1/* @__PURE__ */ (() => ($2))();");
      return { contents, loader: "js" };
    });
  },
};

/**
 * Makes `dist/slipway`, the whole program in one file: minified, with bytecode, and split so that a command's code is
 * only read when it runs. It reads no `.env` and no `bunfig.toml` of the folder where it is started. Gives its path.
 */
export async function build(): Promise<string> {
  const outfile = join(root, "dist/slipway");
  const made = `${outfile}.${process.pid}`;
  await mkdir(join(root, "dist"), { recursive: true });
  const built = await Bun.build({
    entrypoints: [
      join(root, "packages/cli/src/main.ts"),
      // The embedded PostgreSQL of the audit: read only when migrations are applied. And its parser of shell scripts.
      ...databaseFiles.map((path) => join(root, "node_modules/@electric-sql", path)),
      join(root, "node_modules/sh-syntax/main.wasm"),
    ],
    // Most commands are over before a function that was compiled to machine code pays for it: that waits for twenty times as
    // many calls. What runs for long loses nothing: a job of `serve`, too, starts sooner, and an audit ends sooner.
    compile: { outfile: made, jitPolicy: 20, autoloadDotenv: false, autoloadBunfig: false },
    // Names stay as they are written: to give every function its name back while the program loads costs an eighth of its start.
    minify: { whitespace: true, syntax: true },
    bytecode: true,
    splitting: true,
    format: "esm",
    // Only what lies beside the program's modules: files that are found again by their names.
    naming: { entry: "[name]-[hash].[ext]" },
    loader: { ".wasm": "file", ".data": "file", ".tgz": "file", ".gz": "file" },
    plugins: [onlyTheParser],
    throw: false,
  });
  if (!built.success) throw new RigError(`dist/slipway could not be built:\n${built.logs.join("\n")}`);
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
