import { engineTitles } from "../../inventory/migrations/engine-names.ts";
import { defineRule } from "../rule.ts";

const driver = { "src/db.ts": 'import { Pool } from "pg";\n\nexport const pool = new Pool();\n' };

export const db322 = defineRule({
  id: "DB322",
  why: "What is left of a database that is gone leads newcomers to set it up, and backups to save nothing.",
  bad: { ...driver, "scripts/backup.sh": "mysqldump shop > shop.sql\n" },
  good: { ...driver, "scripts/backup.sh": "pg_dump shop > shop.sql\n" },
  fix: "Delete it, or write it anew for the engine that is used",
  *check({ engines }) {
    const used = engines.filter(({ live, inTest }) => live && !inTest);
    // What speaks for the program itself: without it nobody knows which engine is meant.
    const own = used.filter(({ kind }) => kind !== "service");
    const [first] = own;
    if (first === undefined) return;
    const alive = new Set(engines.filter(({ live }) => live).map(({ engine }) => engine));
    for (const { engine, at, text, kind, inTest } of engines) {
      if (alive.has(engine) || kind === "flag" || kind === "ci service") continue;
      // SQLite needs no package in several languages, and is what tests run on.
      if (engine === "sqlite" && (inTest || first.at.file.endsWith(".py") || /\.(?:txt|toml)$/.test(first.at.file)))
        continue;
      yield {
        at,
        message: `${text} is left over: nothing uses ${engineTitles[engine]} any more`,
        evidence: [{ ...first.at, text: `uses ${engineTitles[first.engine]}: ${first.text}` }],
      };
    }
  },
});
