import type { Found } from "../../finding.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { journalFaults } from "../../inventory/migrations/journal-faults.ts";
import { orderFaults } from "../../inventory/migrations/order-faults.ts";
import { defineRule } from "../rule.ts";
import { registryFaults } from "./registry-faults.ts";

const journal = (tags: readonly string[]): string =>
  `${JSON.stringify({ version: "7", dialect: "postgresql", entries: tags.map((tag, idx) => ({ idx, version: "7", when: 1700000000000 + idx, tag })) }, undefined, 2)}\n`;
const files = {
  "drizzle/0000_users.sql": "CREATE TABLE users (id int);\n",
  "drizzle/0001_orders.sql": "CREATE TABLE orders (id int);\n",
};

export const db302 = defineRule({
  id: "DB302",
  why: "A migration that the tool's list does not name is never applied; one that it names and that is missing stops all that come behind it.",
  bad: { ...files, "drizzle/meta/_journal.json": journal(["0000_users"]) },
  good: { ...files, "drizzle/meta/_journal.json": journal(["0000_users", "0001_orders"]) },
  fix: "Bring the list and the files in line: make the migration anew with its tool, or give it the next number",
  *check(inventory: Inventory): Iterable<Found> {
    for (const set of inventory.migrations) {
      yield* journalFaults(set, inventory);
      yield* orderFaults(set);
      yield* registryFaults(set, inventory);
    }
  },
});
