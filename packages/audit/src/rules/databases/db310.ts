import type { Inventory } from "../../inventory/inventory.ts";
import { toolPaths } from "../../inventory/migrations/tool-paths.ts";
import { nameOf } from "../../inventory/paths.ts";
import { defineRule } from "../rule.ts";

const config = (out: string): string =>
  `import { defineConfig } from "drizzle-kit";\n\nexport default defineConfig({ dialect: "sqlite", out: "${out}", schema: "./schema.ts" });\n`;
const files = {
  "schema.ts": "export {};\n",
  "drizzle/meta/_journal.json": '{ "dialect": "sqlite", "entries": [{ "idx": 0, "when": 1, "tag": "0000_a" }] }\n',
  "drizzle/0000_a.sql": "CREATE TABLE `a` (`id` integer);\n",
};

export const db310 = defineRule({
  id: "DB310",
  why: "A tool that looks in another folder finds no migrations, applies none, and says that all is well.",
  bad: { ...files, "drizzle.config.ts": config("./src/migrations") },
  good: { ...files, "drizzle.config.ts": config("./drizzle") },
  fix: "Name the folder that the migrations are in",
  *check(inventory) {
    for (const { tool, at, written, path, what } of toolPaths(inventory)) {
      // Also a schema without its ending, as modules are named.
      if (inventory.has(path) || [".ts", ".js", ".prisma", "/index.ts"].some((end) => inventory.has(path + end)))
        continue;
      if (inventory.repository.ignores(path)) continue;
      const others = inventory.migrations.filter(({ system }) => what !== "schema" && tool.toLowerCase() === system);
      const evidence = others.slice(0, 1).flatMap(({ folder, migrations }) => {
        const first = migrations[0];
        return first
          ? [{ file: first.path, line: 1, column: 1, text: `${migrations.length} migrations are in ${folder}` }]
          : [];
      });
      yield { at, message: `${tool} is told of the ${what} ${written}, which is not there`, evidence };
    }
    yield* dialects(inventory);
  },
});

/** A configuration of Drizzle that tells no engine, or another one than its migrations were made for. */
function* dialects({ paths, text, place, migrations }: Inventory) {
  for (const path of paths) {
    if (!/^drizzle[\w.-]*\.config\.[cm]?[jt]s$/.test(nameOf(path))) continue;
    const content = text(path) ?? "";
    if (!/\bdefineConfig\b|\bsatisfies Config\b|:\s*Config\b/.test(content)) continue;
    const stated = /\b(?:dialect|driver)\s*:\s*/.exec(content);
    if (stated === null) {
      yield {
        at: place(path, Math.max(0, content.search(/defineConfig|export default/))),
        message: `${path} does not state a dialect`,
        fix: "Add dialect: with the engine of the database",
      };
      continue;
    }
    const named = /\bdialect\s*:\s*["'](\w+)["']/.exec(content);
    const out = /\bout\s*:\s*["'`]\.?\/?([^"'`$]+?)\/?["'`]/.exec(content)?.[1];
    const set = migrations.find(
      ({ system, folder }) => system === "drizzle" && out !== undefined && folder.endsWith(out),
    );
    const wanted = { postgresql: "postgres", turso: "sqlite", sqlite: "sqlite", mysql: "mysql" }[named?.[1] ?? ""];
    if (named && set?.engine && wanted && set.engine !== wanted) {
      const first = set.journal?.path ?? set.migrations[0]?.path ?? path;
      yield {
        at: place(path, named.index),
        message: `${path} states the dialect ${named[1]}, but the migrations of ${set.folder} are for ${set.engine}`,
        evidence: [{ file: first, line: 1, column: 1, text: `made for ${set.engine}` }],
      };
    }
  }
}
