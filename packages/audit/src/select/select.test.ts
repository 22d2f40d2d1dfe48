import { expect, test } from "bun:test";
import { auditRepository } from "../audit.ts";
import { rules } from "../rules/all-rules.ts";
import { memoryRepository } from "../testing/memory-repository.ts";
import { readBaseline, writeBaseline } from "./baseline.ts";

const compose = "services:\n  web:\n    image: shop\n    privileged: true\n";
const asked = { rules: rules.filter(({ id }) => id === "DK130" || id === "SE604"), today: "2026-11-21" };

async function audit(files: Readonly<Record<string, string>>, more: object = {}) {
  const { findings, ignored } = await auditRepository(memoryRepository(files), { ...asked, ...more });
  return { findings: findings.map(({ rule, severity }) => `${rule} ${severity}`), ignored: ignored.length };
}

test("slipway.audit.yaml sets severities, and leaves out with a reason until a day", async () => {
  const config = (until: string): string =>
    `rules: { DK130: info }\nignore:\n  - { rule: SE604, path: compose.yaml, reason: It drives the host., until: "${until}" }\n`;
  expect(await audit({ "compose.yaml": compose, "slipway.audit.yaml": config("2026-11-21") })).toEqual({
    findings: ["DK130 info"],
    ignored: 1,
  });
  const late = { "compose.yaml": compose, "slipway.audit.yaml": config("2026-11-20") };
  expect(await audit(late)).toEqual({ findings: ["SE604 error", "DK130 info"], ignored: 0 });
  const { findings } = await auditRepository(memoryRepository(late), asked);
  expect(findings[0]?.evidence).toEqual([
    { file: "slipway.audit.yaml", line: 3, column: 5, text: "this exception ended on 2026-11-20" },
  ]);
});

test("a rule that is off is not asked, and its gate does not rest on it", async () => {
  const files = { "compose.yaml": compose, "slipway.audit.yaml": "rules: { SE604: off }\n" };
  expect(await audit(files)).toEqual({ findings: ["DK130 warning"], ignored: 0 });
  const { gates } = await auditRepository(memoryRepository(files), asked);
  expect(gates.find(({ id }) => id === "EX812")).toMatchObject({ state: "not applicable", rules: [] });
});

test("a mistake in slipway.audit.yaml ends the audit, with all mistakes and their places", async () => {
  const files = { "slipway.audit.yaml": "rulez: {}\nignore:\n  - rule: DK130\n" };
  const failed = await auditRepository(memoryRepository(files), asked).catch((error: unknown) => error);
  expect(failed).toMatchObject({ code: "AUDIT_CONFIG_INVALID", exitCode: 2 });
  const { diagnostics } = failed as { diagnostics: readonly { message: string; at: { line: number } }[] };
  expect(diagnostics.map(({ message, at }) => `${at.line} ${message}`)).toEqual([
    "1 unknown attribute rulez",
    '3 ignore[0] needs "reason"',
  ]);
});

test("a comment with a reason leaves out the finding of its line or the next, one without does not", async () => {
  const marked = (comment: string): string => compose.replace("    privileged", `    # ${comment}\n    privileged`);
  expect(await audit({ "compose.yaml": marked("slipway-ignore SE604 it drives the host") })).toEqual({
    findings: ["DK130 warning"],
    ignored: 1,
  });
  expect((await audit({ "compose.yaml": marked("slipway-ignore SE604") })).ignored).toBe(0);
  expect((await audit({ "compose.yaml": marked("slipway-ignore SE601 it drives the host") })).ignored).toBe(0);
});

test("a baseline leaves out what was there, wherever its line is now, and shows what is new", async () => {
  const first = await auditRepository(memoryRepository({ "compose.yaml": compose }), asked);
  const baseline = readBaseline(writeBaseline(first.findings), "baseline.json");
  const grown = `# moved\n${compose}  db:\n    image: postgres\n`;
  expect(await audit({ "compose.yaml": grown }, { baseline })).toEqual({ findings: ["DK130 warning"], ignored: 2 });
});

test("of a change only findings are told that lie in changed files or are proved from them", async () => {
  const files = { "compose.yaml": compose, "other/compose.yaml": compose };
  expect(await audit(files, { changed: new Set(["other/compose.yaml"]) })).toEqual({
    findings: ["SE604 error", "DK130 warning"],
    ignored: 0,
  });
});
