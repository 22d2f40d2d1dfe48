import type { Document } from "../../inventory/documents/read-document.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { nameOf } from "../../inventory/paths.ts";
import { defineRule } from "../rule.ts";

const migrations = { "migrations/001_a.sql": "CREATE TABLE a (id int);\n" };

export const do706 = defineRule({
  id: "DO706",
  why: "How the data is got back is read for the first time on the day it is gone.",
  bad: { ...migrations, "docs/database.md": "# Database\n\nWe use PostgreSQL.\n" },
  good: {
    ...migrations,
    "docs/database.md":
      "# Database\n\nThe migrations in `migrations/` are the schema.\n\n## Backup and restore\n\n`pg_dump`, `pg_restore`.\n",
  },
  fix: "Add a section that tells it",
  *check(inventory) {
    if (inventory.migrations.length === 0 && inventory.schemas.length === 0) return;
    for (const document of inventory.documents) {
      const text = inventory.text(document.path) ?? "";
      if (document.history || !isAboutData(document, text)) continue;
      const at = { file: document.path, line: 1, column: 1 };
      if (!/back(?:ing)?[\s-]?ups?|\bdump|snapshot|point-in-time|\brestor/i.test(text) && !toldElsewhere(inventory))
        yield { at, message: `${document.path} does not tell how the data is backed up and restored` };
      if (!/migrat|schema\.(?:prisma|sql|ts)|source of truth|alembic|drizzle|prisma/i.test(text))
        yield { at, message: `${document.path} does not tell where the schema comes from` };
    }
  },
});

function isAboutData({ path, headings }: Document, text: string): boolean {
  const title = headings.find(({ level }) => level === 1)?.text ?? "";
  if (/^(?:the )?(?:data|data (?:model|layer|storage)|storage|schema)$/i.test(title.trim()) && engines.test(text))
    return true;
  if (
    /(?:^|[-_.])(?:database|databases|persistence|data-?stores?|storage|db)(?:[-_.]|$)/i.test(
      nameOf(path).replace(/\.\w+$/, ""),
    )
  )
    return true;
  return /\b(?:database|persistence)\b/i.test(title);
}

const engines = /postgres|timescale|mysql|mariadb|sqlite|mongo|cockroach|clickhouse|sql server/i;

/** A document of its own for it. */
function toldElsewhere({ documents }: Inventory): boolean {
  return documents.some(
    ({ path, headings }) =>
      /backup|restore|disaster/i.test(nameOf(path)) ||
      headings.some(({ text }) => /\bbackups?\b|\brestor(?:e|ing)\b/i.test(text)),
  );
}
