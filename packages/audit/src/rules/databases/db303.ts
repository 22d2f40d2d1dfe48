import { nameOf } from "../../inventory/paths.ts";
import { defineRule } from "../rule.ts";

const users = "CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT);\n";

export const db303 = defineRule({
  id: "DB303",
  why: "A newcomer, a test run and a disaster all begin with an empty database; if the migrations do not build it, nothing does.",
  bad: { "migrations/001_users.sql": users, "migrations/002_orders.sql": "ALTER TABLE orders ADD COLUMN note text;\n" },
  good: {
    "migrations/001_users.sql": users,
    "migrations/002_orders.sql": "CREATE TABLE orders (id int, note text);\n",
  },
  fix: "Repair the migration, or add the one that it builds upon",
  async check({ trials }) {
    const found = [];
    for (const { of, result, trial, placeOf } of await trials()) {
      if (!("set" in of) || result.state !== "failed") continue;
      const { failure } = result;
      const migration = of.set.migrations[failure.step];
      const message = `on an empty ${titles[trial.engine]} database, ${migration?.name ?? nameOf(of.set.folder)} fails: ${failure.message}`;
      found.push({ at: placeOf(failure), message: message.replace(/\.+$/, "") });
    }
    return found;
  },
});

const titles = { postgres: "PostgreSQL", sqlite: "SQLite" };
