import type { Place } from "../../finding.ts";
import type { Inventory } from "../inventory.ts";
import { folderOf, joinPath, nameOf } from "../paths.ts";
import { withoutComments } from "../variables/strip-comments.ts";

/** A path that a migration tool is given, by its configuration or a command. */
export interface ToolPath {
  readonly tool: string;
  readonly at: Place;
  readonly written: string;
  /** Relative to the root. */
  readonly path: string;
  readonly what: "schema" | "folder of migrations";
}

const inConfigs: readonly (readonly [file: RegExp, tool: string, pattern: RegExp, what: ToolPath["what"]])[] = [
  [
    /^drizzle[\w.-]*\.config\.[cm]?[jt]s$|^drizzle\.config\.json$/,
    "Drizzle",
    /\bout["']?\s*:\s*["'`]([^"'`$]+)["'`]/g,
    "folder of migrations",
  ],
  [
    /^drizzle[\w.-]*\.config\.[cm]?[jt]s$|^drizzle\.config\.json$/,
    "Drizzle",
    /\bschema["']?\s*:\s*\[?\s*["'`]([^"'`$*]+)["'`]/g,
    "schema",
  ],
  [
    /^knexfile\.[cm]?[jt]s$/,
    "Knex",
    /\bmigrations\s*:\s*\{[^}]*?\bdirectory\s*:\s*["'`]([^"'`$]+)["'`]/g,
    "folder of migrations",
  ],
  [/^alembic\.ini$/, "Alembic", /^script_location\s*=\s*(?:%\(here\)s\/)?([^\s%:]+)[ \t]*$/gm, "folder of migrations"],
  [
    /^\.sequelizerc$/,
    "Sequelize",
    /["']migrations-path["']\s*:\s*(?:path\.resolve\([^"']*)?["']([^"']+)["']/g,
    "folder of migrations",
  ],
  [/^package\.json$/, "Prisma", /"prisma"\s*:\s*\{[^}]*?"schema"\s*:\s*"([^"]+)"/g, "schema"],
  [/^prisma\.config\.[cm]?ts$/, "Prisma", /\bschema\s*:\s*(?:path\.join\()?\s*["'`]([^"'`$]+)["'`]/g, "schema"],
];

const flags: readonly (readonly [program: RegExp, tool: string, flag: RegExp, what: ToolPath["what"]])[] = [
  [/^prisma$/, "Prisma", /^--schema$/, "schema"],
  [/^migrate$/, "golang-migrate", /^--?(?:path|source)$/, "folder of migrations"],
  [/^goose$/, "goose", /^-dir$/, "folder of migrations"],
  [/^dbmate$/, "dbmate", /^(?:-d|--migrations-dir)$/, "folder of migrations"],
  [/^sqlx$/, "sqlx", /^--source$/, "folder of migrations"],
];

/** The paths that migration tools are given, except those that a variable holds. */
export function toolPaths({ paths, text, place, commands }: Inventory): readonly ToolPath[] {
  const found: ToolPath[] = [];
  for (const path of paths) {
    for (const [file, tool, pattern, what] of inConfigs) {
      if (!file.test(nameOf(path))) continue;
      const content = text(path) ?? "";
      const code = /\.[cm]?[jt]s$/.test(path) ? withoutComments(content, "slashes") : content;
      for (const match of code.matchAll(pattern)) {
        const written = match[1] ?? "";
        const meant = joinPath(folderOf(path), written);
        const start = match.index + match[0].lastIndexOf(written);
        if (meant !== undefined) found.push({ tool, at: place(path, start), written, path: meant, what });
      }
    }
  }
  for (const { words, at, folder, origin } of commands) {
    if (origin === "document" || folder === undefined) continue;
    const index = words.findIndex((word) => flags.some(([program]) => program.test(nameOf(word))));
    for (const [program, tool, flag, what] of flags) {
      if (index === -1 || !program.test(nameOf(words[index] ?? ""))) continue;
      for (const [position, word] of words.entries()) {
        const [name = "", attached] = word.split("=");
        if (!flag.test(name)) continue;
        const written = (attached ?? words[position + 1] ?? "").replace(/^file:\/\//, "");
        const meant = /[$`:]/.test(written) || written === "" ? undefined : joinPath(folder, written);
        if (meant !== undefined) found.push({ tool, at, written, path: meant, what });
      }
    }
  }
  return found;
}
