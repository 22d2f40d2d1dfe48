import { expect, test } from "bun:test";
import { openInventory } from "../inventory/open-inventory.ts";
import { memoryRepository } from "../testing/memory-repository.ts";
import { variableTable } from "./variable-table.ts";

test("the table of variables tells class, default and who reads each, and shows no secret", async () => {
  const files = {
    ".env.example": "DATABASE_URL=\nENABLE_SEARCH=false\nUNUSED=\n",
    "src/env.ts":
      'process.env.API_TOKEN ?? "abc"; process.env.DATABASE_URL; process.env.PAGE_SIZE || "20"; process.env.ENABLE_SEARCH;\n',
    "scripts/deploy.sh": "echo ${TARGET_HOST:?}\n",
    "compose.yaml": 'services:\n  web:\n    image: "shop:${SHOP_VERSION:-1.4}"\n',
  };
  const rows = variableTable(await openInventory(memoryRepository(files), {}));
  expect(
    rows.map((row) => [row.name, row.class, row.required, row.secret, row.default, row.readIn[0], row.templates[0]]),
  ).toEqual([
    ["API_TOKEN", "core", false, true, undefined, "src/env.ts:1", undefined],
    ["DATABASE_URL", "database", false, false, undefined, "src/env.ts:1", ".env.example"],
    ["ENABLE_SEARCH", "flag", false, false, undefined, "src/env.ts:1", ".env.example"],
    ["PAGE_SIZE", "core", false, false, "20", "src/env.ts:1", undefined],
    ["SHOP_VERSION", "core", false, false, "1.4", "compose.yaml:3", undefined],
    ["TARGET_HOST", "tool", true, false, undefined, "scripts/deploy.sh:1", undefined],
    ["UNUSED", "core", false, false, undefined, undefined, ".env.example"],
  ]);
});
