import { expect, test } from "bun:test";
import { auditRepository } from "../audit.ts";
import { reportOf } from "../report/report.ts";
import { rules } from "../rules/all-rules.ts";
import { memoryRepository } from "../testing/memory-repository.ts";
import { render } from "./render.ts";

const plain = (text: string): string => text;
const paint = { bold: plain, dim: plain, red: plain, green: plain, yellow: plain, cyan: plain };
const files = {
  "a<b/compose.yaml":
    'services:\n  web:\n    image: shop:1\n  db:\n    image: postgres:17\n    environment: { POSTGRES_PASSWORD: hJ8sk2LpQ0vXz, DSN: "postgres://me:${PW}@db/x" }\n    ports: ["5432:5432"]\n    volumes: [data:/var/lib/postgresql/data]\nvolumes: { data: {} }\n',
};
const report = reportOf(await auditRepository(memoryRepository(files), { rules, today: "2026-11-21" }));

test("SARIF has a result with place and related place for each finding, and the rules it names", () => {
  const { version, runs } = JSON.parse(render(report, "sarif", paint));
  expect(version).toBe("2.1.0");
  const [{ tool, results }] = runs;
  expect(results).toHaveLength(report.findings.length);
  for (const { ruleId, ruleIndex, locations } of results) {
    expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
    expect(locations[0].physicalLocation.region.startLine).toBeGreaterThan(0);
  }
});

test("JUnit counts gates and rules, and fails those with findings", () => {
  const text = render(report, "junit", paint);
  expect(text).toContain('<testsuite name="gates" tests="13"');
  expect(text).toMatch(
    /<testcase classname="rules" name="SE601 [^"]*"><failure message="1 found">a&lt;b\/compose\.yaml:7:14/,
  );
  expect(text.match(/<testcase/g)?.length).toBe(13 + new Set(report.findings.map(({ rule }) => rule)).size);
});

test("Markdown and HTML show gates, Compose files, profiles and findings, with signs made harmless", () => {
  const markdown = render(report, "markdown", paint);
  expect(markdown).toContain("| a\\<b/compose.yaml | web, db | 5432:5432 | default | active |");
  expect(markdown).toContain(
    "<summary>default: a&lt;b/compose.yaml</summary>\n\n```yaml\nservices:\n  web:\n    image: shop:1\n",
  );
  expect(markdown).toContain("| PostgreSQL | a\\<b/compose.yaml:5 |  | no |");
  const html = render(report, "html", paint);
  expect(html).toContain("<td>a&lt;b/compose.yaml</td>");
  expect(html).not.toMatch(/a<b/);
});

test("the effective profiles hold no secret, and variables without a value by their names", () => {
  const { environment } = report.profiles[0]?.services["db"] ?? {};
  expect(environment).toMatchObject({ POSTGRES_PASSWORD: "[hidden]" });
  const json = render(report, "json", paint);
  expect(json).not.toContain("hJ8sk2LpQ0vXz");
  expect(json).not.toContain("4900");
});

test("JSON has findings, gates, inventory, variables, database and profiles, and nothing else", () => {
  expect(Object.keys(JSON.parse(render(report, "json", paint)))).toEqual([
    "findings",
    "gates",
    "inventory",
    "variables",
    "database",
    "profiles",
  ]);
});

test("the text for people tells Compose files, merged profiles, variables and databases in few lines", () => {
  const text = render(report, "text", paint);
  expect(text).toContain("\nCompose files\n  a<b/compose.yaml  default  active  web, db  5432:5432\n");
  expect(text).toContain("    db   postgres:17 · 5432→5432 · 2 variables · data:/var/lib/postgresql/data\n");
  expect(text).toContain("\nVariables\n  core  1  PW\n");
  expect(text).toContain("\nDatabases\n  PostgreSQL  a<b/compose.yaml:5, no test uses it\n");
  expect(text).toMatch(/gates of 13 fail\n$/);
});

test("of a part of the rules or files people are told the findings and their count only", async () => {
  const audit = await auditRepository(memoryRepository(files), { rules, today: "2026-11-21" });
  const text = render(reportOf(audit, true), "text", paint);
  expect(text).not.toMatch(/Compose files|EX8/);
  expect(text).toMatch(/\n\d+ errors? · \d+ warnings?[^\n]*\n$/);
});
