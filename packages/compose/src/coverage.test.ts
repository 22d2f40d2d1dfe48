import { expect, test } from "bun:test";
import { coverageOf, unproven } from "./testing/coverage.ts";
import { readCases } from "./testing/read-cases.ts";

const { rows, attributes } = coverageOf(readCases());

test("every rule that is easy to get wrong has a case that proves it", () => {
  expect(rows.size).toBe(45);
  expect(unproven(rows)).toEqual([]);
});

test("every attribute of the schema is used by a case whose result docker compose gave", () => {
  expect(attributes.size).toBeGreaterThan(300);
  expect(unproven(attributes)).toEqual([]);
});
