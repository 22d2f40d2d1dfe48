import { defineRule } from "../rule.ts";

const users = "CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, name text NOT NULL);\n";

export const db304 = defineRule({
  id: "DB304",
  why: "On an empty database every migration looks well; the one that matters has rows in it.",
  bad: {
    "migrations/001_users.sql": users,
    "migrations/002_email.sql":
      "CREATE TABLE new_users (id INTEGER PRIMARY KEY, name text NOT NULL, email text NOT NULL);\nINSERT INTO new_users SELECT id, name, NULL FROM users;\nDROP TABLE users;\nALTER TABLE new_users RENAME TO users;\n",
  },
  good: {
    "migrations/001_users.sql": users,
    "migrations/002_email.sql": "ALTER TABLE users ADD COLUMN email text NOT NULL DEFAULT '';\n",
  },
  fix: "Give the column a default, or add it nullable, fill it, and make it NOT NULL after that",
  async check({ trials }) {
    const found = [];
    for (const { of, result, placeOf } of await trials()) {
      if (!("set" in of) || result.state !== "applied" || !result.onRows) continue;
      const name = of.set.migrations[result.onRows.step]?.name ?? "the last migration";
      found.push({
        at: placeOf(result.onRows),
        message: `${name} fails on a database that holds rows: ${result.onRows.message}`.replace(/\.+$/, ""),
      });
    }
    return found;
  },
});
