import { cp, mkdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dir, "..");

/** The packages that other programs may use, each after those that it needs. */
const libraries = ["core", "compose", "settings"] as const;

/** Files beside the code, by package: where they lie, and where they go. */
const extras: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  compose: { "src/schema/compose.schema.json": "schema/compose.schema.json" },
  settings: { "src/schema/settings.schema.json": "schema/settings.schema.json" },
};

/**
 * Makes `@slipway/core`, `@slipway/compose` and `@slipway/settings` fit for npm, under `folder`: JavaScript and declarations out of the sources,
 * and a package.json whose `exports` lead to them. Inside the workspace `exports` lead to the sources, so nothing has to
 * be built there. Gives the paths of the tarballs, each after those that it needs.
 */
export async function pack(folder: string): Promise<readonly string[]> {
  await compile(folder);
  const tarballs: string[] = [];
  for (const name of libraries) {
    const from = join(root, "packages", name);
    const to = join(folder, name);
    await mkdir(join(to, "dist"), { recursive: true });
    await cp(join(folder, "out", name, "src"), join(to, "dist"), { recursive: true });
    await cp(join(from, "README.md"), join(to, "README.md"));
    await cp(join(root, "LICENSE"), join(to, "LICENSE"));
    for (const [source, target] of Object.entries(extras[name] ?? {})) {
      await mkdir(join(to, target, ".."), { recursive: true });
      await cp(join(from, source), join(to, target));
    }
    const manifest = await Bun.file(join(from, "package.json")).json();
    await Bun.write(
      join(to, "package.json"),
      `${JSON.stringify(published(manifest, extras[name] ?? {}), undefined, 2)}\n`,
    );
    const [made] = JSON.parse(await run(["npm", "pack", "--json", "--pack-destination", folder], to));
    tarballs.push(join(folder, made.filename));
  }
  await rm(join(folder, "out"), { recursive: true });
  return tarballs;
}

/** A package.json of the workspace as the world gets it. */
function published(manifest: Record<string, unknown>, files: Readonly<Record<string, string>>): object {
  const { private: _, ...rest } = manifest;
  const assets = Object.values(files).map((path) => [`./${path}`, `./${path}`]);
  return {
    ...rest,
    exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" }, ...Object.fromEntries(assets) },
    files: ["dist", ...Object.values(files)],
    engines: { node: ">=22" },
    sideEffects: false,
  };
}

const source = (name: string): string => join(root, "packages", name, "src/index.ts");

/** The types are checked against Node's only: what needs Bun does not compile. */
async function compile(folder: string): Promise<void> {
  const config = {
    extends: join(root, "tsconfig.json"),
    compilerOptions: {
      noEmit: false,
      declaration: true,
      rewriteRelativeImportExtensions: true,
      rootDir: join(root, "packages"),
      outDir: join(folder, "out"),
      types: ["node"],
      typeRoots: [join(root, "node_modules/@types")],
      // What is reached through node_modules counts as foreign and is not compiled.
      paths: Object.fromEntries(libraries.map((name) => [`@slipway/${name}`, [source(name)]])),
    },
    include: [],
    files: libraries.map(source),
  };
  const path = join(folder, "tsconfig.json");
  await Bun.write(path, JSON.stringify(config));
  await run([join(root, "node_modules/.bin/tsc"), "-p", path], root);
}

async function run(argv: readonly string[], cwd: string): Promise<string> {
  const child = Bun.spawn([...argv], { cwd, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  const [said, failed, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  if (code !== 0) throw new Error(`${argv.join(" ")} ended with code ${code}:\n${said}${failed}`);
  return said;
}

if (import.meta.main) {
  const folder = join(root, "dist/npm");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const tarball of await pack(folder)) console.log(tarball);
}
