import type { Found } from "../../finding.ts";
import { isEngineFlag } from "../../inventory/engines/find-engines.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { engineNamed, engineTitles } from "../../inventory/migrations/engine-names.ts";
import type { Engine } from "../../inventory/migrations/migration.ts";
import { isTest } from "../../inventory/paths.ts";
import { withoutComments } from "../../inventory/variables/strip-comments.ts";
import { defineRule } from "../rule.ts";

const template = { ".env.example": "# sqlite or postgres\nDB_ENGINE=sqlite\n" };
const code = (body: string): string => `import Database from "better-sqlite3";\n\n${body}`;

export const db321 = defineRule({
  id: "DB321",
  why: "A switch that does nothing is believed: somebody sets it, and runs for months on another database than he thinks.",
  bad: { ...template, "src/db.ts": code('export const db = new Database("app.db");\n') },
  good: {
    ".env.example": "# sqlite\nDB_ENGINE=sqlite\n",
    "src/db.ts": code(
      'if (process.env.DB_ENGINE !== "sqlite") throw new Error("no such engine");\nexport const db = new Database("app.db");\n',
    ),
  },
  fix: "Let the code read it and bring the driver of each engine that it names, or take the switch out of the template",
  *check(inventory) {
    const live = new Set(
      inventory.engines
        .filter(({ kind, live: is }) => (is && kind !== "service") || kind === "dependency")
        .map(({ engine }) => engine),
    );
    // Without code of its own the repository only sets up other people's programs.
    if (!inventory.engines.some(({ kind }) => kind === "driver" || kind === "dependency" || kind === "schema")) return;
    for (const { path, template: isTemplate, entries } of inventory.envFiles) {
      if (!isTemplate) continue;
      for (const { key, value, at } of entries) {
        if (!isEngineFlag(key) || (engineNamed(value) === undefined && value !== "")) continue;
        if (!inventory.mentions(key)) {
          yield { at, message: `${key} of ${path} selects nothing: no code reads it` };
          continue;
        }
        for (const engine of enginesAround(inventory.text(path) ?? "", at.line, value)) {
          if (!live.has(engine))
            yield {
              at,
              message: `${path} offers ${engineTitles[engine]} for ${key}, but nothing depends on a driver for it`,
            };
        }
      }
    }
    yield* branches(inventory, live);
  },
});

/** The engines that a value, and the comment above or behind it, name. */
function enginesAround(text: string, line: number, value: string): ReadonlySet<Engine> {
  const lines = text.split("\n");
  const own = lines[line - 1] ?? "";
  const above = lines[line - 2] ?? "";
  const comments = [own.split("#")[1] ?? "", above.startsWith("#") ? above : ""].join(" ");
  const words = [value, ...(comments.match(/[A-Za-z0-9]+/g) ?? [])];
  return new Set(words.flatMap((word) => engineNamed(word) ?? []));
}

/** Comparisons with an engine in code that reads such a variable. */
function* branches({ variableUses, text, place }: Inventory, live: ReadonlySet<Engine>): Iterable<Found> {
  const files = new Map(
    variableUses
      .filter(({ name, at }) => isEngineFlag(name) && !isTest(at.file))
      .map(({ name, at }) => [at.file, name]),
  );
  for (const [file, name] of files) {
    const content = withoutComments(text(file) ?? "", /\.(?:py|rb)$/.test(file) ? "hash" : "slashes");
    const seen = new Set<Engine>();
    for (const match of content.matchAll(/(?:[=!]==?\s*|\bcase\s+|\bin\s*\[[^\]\n]*|[|{,]\s*)["'](\w+)["']/g)) {
      const engine = engineNamed(match[1] ?? "");
      if (engine === undefined || live.has(engine) || seen.has(engine)) continue;
      seen.add(engine);
      yield {
        at: place(file, match.index),
        message: `${file} has a branch for ${engineTitles[engine]} behind ${name}, but nothing depends on a driver for it`,
      };
    }
  }
}
