import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { coverageOf, unproven } from "./testing/coverage.ts";
import { readCases } from "./testing/read-cases.ts";

const cases = readCases();
const { rows, attributes } = coverageOf(cases);

test("every rule that is easy to get wrong has a case that proves it", () => {
  expect(rows.size).toBe(45);
  expect(unproven(rows)).toEqual([]);
});

test("every attribute of the schema is used by a case whose result docker compose gave", () => {
  expect(attributes.size).toBeGreaterThan(300);
  expect(unproven(attributes)).toEqual([]);
});

test("every difference from docker compose is explained in docs/compose-differences.md, and nothing else is", () => {
  const page = readFileSync(new URL("../../../docs/compose-differences.md", import.meta.url), "utf8");
  const titles = [...page.matchAll(/^## (.*)$/gm)].map(([, title = ""]) => title);
  const sections = titles.map((title) =>
    title
      .toLowerCase()
      .replace(/[^a-z0-9 _-]/g, "")
      .replaceAll(" ", "-"),
  );
  const named = new Set(cases.flatMap(({ differs }) => differs ?? []));
  expect([...named].sort()).toEqual(sections.sort());
});
