import type { Report } from "../report/report.ts";
import { catalogue } from "../rules/catalogue.ts";
import { escapeXml } from "./escape-xml.ts";

/** The gates and findings as test results: a gate is a test, and so is a rule that found something. */
export function renderJunit({ findings, gates }: Report): string {
  const ofRules = [...Map.groupBy(findings, ({ rule }) => rule)].map(([rule, own]) => {
    const title = catalogue.find(({ id }) => id === rule)?.title ?? rule;
    const lines = own.map(
      ({ file, line, column, severity, message }) => `${file}:${line}:${column} ${severity}: ${message}`,
    );
    const failed = own.some(({ severity }) => severity !== "info");
    const inside = failed
      ? `<failure message="${escapeXml(`${own.length} found`)}">${escapeXml(lines.join("\n"))}</failure>`
      : `<system-out>${escapeXml(lines.join("\n"))}</system-out>`;
    return `    <testcase classname="rules" name="${escapeXml(`${rule} ${title}`)}">${inside}</testcase>`;
  });
  const ofGates = gates.map(({ id, title, state, findings: count }) => {
    const inside = state === "fail" ? `<failure message="${count} found"/>` : state === "pass" ? "" : "<skipped/>";
    return `    <testcase classname="gates" name="${escapeXml(`${id} ${title}`)}">${inside}</testcase>`;
  });
  const failures = (cases: readonly string[]): number => cases.filter((one) => one.includes("<failure")).length;
  const suite = (name: string, cases: readonly string[]): string =>
    [
      `  <testsuite name="${name}" tests="${cases.length}" failures="${failures(cases)}">`,
      ...cases,
      "  </testsuite>",
    ].join("\n");
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="slipway audit" tests="${ofRules.length + ofGates.length}" failures="${failures(ofRules) + failures(ofGates)}">`,
    suite("gates", ofGates),
    suite("rules", ofRules),
    "</testsuites>",
    "",
  ].join("\n");
}
