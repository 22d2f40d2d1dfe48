import { expect, test } from "bun:test";
import { auditRepository } from "../audit.ts";
import { memoryRepository } from "../testing/memory-repository.ts";
import { rules } from "./all-rules.ts";
import { catalogue } from "./catalogue.ts";

const today = "2026-11-21";

for (const rule of rules) {
  test(`${rule.id} reports its bad example, with a place, and nothing in its good one`, async () => {
    const bad = await auditRepository(memoryRepository(rule.bad), { rules: [rule], today });
    expect(bad.findings.length).toBeGreaterThan(0);
    for (const { file, line, column, message } of bad.findings) {
      expect([file in rule.bad || file === ".", line > 0, column > 0]).toEqual([true, true, true]);
      expect(message).not.toMatch(/\.$|undefined|\[object/);
    }
    const good = await auditRepository(memoryRepository(rule.good), { rules: [rule], today });
    expect(good.findings.map(({ file, line, message }) => `${file}:${line} ${message}`)).toEqual([]);
  });
}

test("every rule has its row in the catalogue, and stands in its order", () => {
  const ids = rules.map(({ id }) => id);
  expect(catalogue.map(({ id }) => id).filter((id) => ids.includes(id))).toEqual(ids);
  expect(catalogue).toHaveLength(121);
});
