import { defineRule } from "../rule.ts";
import { codeDestructions } from "./code-destructions.ts";
import { destructions } from "./destructions.ts";

const create = "CREATE TABLE users (id int PRIMARY KEY, email text, phone text);\n";

export const db307 = defineRule({
  id: "DB307",
  why: "What such a statement takes away is gone from every database that the migration reaches, and the version of the program that still runs meanwhile breaks.",
  bad: { "migrations/001_users.sql": create, "migrations/002_tidy.sql": "ALTER TABLE users DROP COLUMN phone;\n" },
  good: { "migrations/001_users.sql": create, "migrations/002_tidy.sql": "ALTER TABLE users ADD COLUMN note text;\n" },
  fix: "Stop using it first and take it away in a later release, or say in a comment above why nothing is lost",
  *check({ migrations, place, text }) {
    for (const { migrations: own } of migrations) {
      for (const [index, { path, up = [] }] of own.entries()) {
        // What lies far back has been applied everywhere; it is worth knowing, but nothing can be done.
        const severity = own.length - index > recent ? { severity: "info" as const } : {};
        if (up.length === 0 && path !== undefined) {
          for (const { start, what } of codeDestructions(path, text(path) ?? ""))
            yield { at: place(path, start), message: what, ...severity };
        }
        for (const part of up) {
          for (const { start, what } of destructions(part.text)) {
            yield { at: place(part.path, part.start + start), message: what, ...severity };
          }
        }
      }
    }
  },
});

/** So many of the last migrations may not have reached every database. */
const recent = 10;
