import { describe, expect, test } from "bun:test";
import { readCases } from "./testing/read-cases.ts";
import { runCase } from "./testing/run-case.ts";

describe("what docker compose makes of a project", () => {
  for (const one of readCases()) {
    const rows = one.rows.map((row) => `row ${row}`).join(", ");
    test(`${one.name} (${rows}): ${one.title}`, async () => {
      const { printed, refused } = await runCase(one);
      if (one.result?.printed === undefined) expect(printed).toBeUndefined();
      else expect(printed ?? refused).toBe(one.result.printed);
      if (one.result?.refused !== undefined) expect(refused).not.toBe("");
      expect(one.result, "a case needs a result: npm run oracle -- --record").toBeDefined();
    });
  }
});
