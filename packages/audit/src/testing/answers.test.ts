import { expect, test } from "bun:test";
import { auditRepository } from "../audit.ts";
import { rules } from "../rules/all-rules.ts";
import { markAnswers } from "./mark-answers.ts";
import { memoryRepository } from "./memory-repository.ts";
import { readAnswers } from "./read-answers.ts";

for (const name of ["shop", "monorepo", "two-engines", "clinic"]) {
  test(`what is planted in ${name} is found, what only looks wrong is not`, async () => {
    const answered = readAnswers(name);
    expect(answered.planted.length).toBeGreaterThanOrEqual(40);
    expect(answered.traps.length).toBeGreaterThanOrEqual(20);
    const { findings } = await auditRepository(memoryRepository(answered.files), { rules, today: "2026-11-21" });
    const { recall, precision, missed, wrong, sprung } = markAnswers(answered, findings);
    const told = [...missed.map((line) => `missed ${line}`), ...wrong.map((line) => `wrong  ${line}`)];
    expect(sprung).toEqual([]);
    expect(recall >= 0.9 && precision >= 0.95 ? [] : told).toEqual([]);
  }, 120_000);
}
