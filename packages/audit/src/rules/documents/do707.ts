import type { Document } from "../../inventory/documents/read-document.ts";
import { defineRule } from "../rule.ts";

const table = (names: readonly string[]): string =>
  `| Variable | Meaning |\n|---|---|\n${names.map((name) => `| \`${name}\` | text |\n`).join("")}`;
const names = ["DATABASE_URL", "REDIS_URL", "SESSION_SECRET", "MAIL_HOST"];

export const do707 = defineRule({
  id: "DO707",
  why: "Two tables of the same variables are kept until one of them is forgotten; then each reader believes another one.",
  bad: { "README.md": table(names), "docs/configuration.md": table(names) },
  good: { "README.md": "See [the configuration](docs/configuration.md).\n", "docs/configuration.md": table(names) },
  fix: "Keep the one in the document of the configuration, and let the others point to it",
  *check({ documents, text, place }) {
    const tables = documents
      .filter(({ history }) => !history)
      .map((document) => ({ document, rows: rowsOf(text(document.path) ?? "") }))
      .filter(({ rows }) => rows.size >= least)
      .toSorted((a, b) => rank(b.document) - rank(a.document) || b.rows.size - a.rows.size);
    for (const [index, { document, rows }] of tables.entries()) {
      for (const before of tables.slice(0, index)) {
        const common = [...rows].filter(([name]) => before.rows.has(name));
        const [first] = common;
        if (first === undefined || common.length < least) continue;
        const [name, offset] = first;
        yield {
          at: place(document.path, offset),
          message: `${document.path} and ${before.document.path} both have a table with ${common.length} of the same variables`,
          evidence: [{ ...place(before.document.path, before.rows.get(name) ?? 0), text: `also describes ${name}` }],
        };
        break;
      }
    }
  },
});

/** So many variables in common are no example, but a second reference. */
const least = 4;

/** The variables that a table's rows begin with, with their offsets. */
function rowsOf(text: string): ReadonlyMap<string, number> {
  const rows = new Map<string, number>();
  for (const match of text.matchAll(/^[ \t]*\|[ \t]*[`*]*([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)[`*]*[ \t]*\|/gm))
    rows.set(match[1] ?? "", match.index);
  return rows;
}

/** The document of the configuration is the one that should have it. */
function rank({ path }: Document): number {
  return /config|environment|settings|env\b|variables/i.test(path) ? 1 : 0;
}
