import type { Finding, Severity } from "../finding.ts";
import type { GateResult } from "../gates.ts";
import type { Report } from "../report/report.ts";
import { overview } from "./overview.ts";
import type { Paint } from "./paint.ts";

/** A report for people: findings file by file, what the repository is, the gates, then one line that sums up. */
export function renderText(report: Report, paint: Paint): string {
  const { findings, gates } = report;
  const files = Map.groupBy(findings, ({ file }) => file);
  const groups = [...files].map(([file, own]) =>
    [paint.bold(file), ...own.flatMap((one) => findingLines(one, paint)), ""].join("\n"),
  );
  const whole = report.partial ? [] : [...overview(report, paint), paint.bold("Gates"), gateLines(gates, paint), ""];
  return `${[...groups, ...whole, summary(report, paint)].join("\n")}\n`;
}

function findingLines(
  { line, column, severity, rule, message, evidence, fix }: Finding,
  paint: Paint,
): readonly string[] {
  const indent = " ".repeat(26);
  return [
    `  ${paint.dim(`${line}:${column}`.padEnd(8))}${coloured(severity, severity.padEnd(8), paint)}${rule}  ${message}`,
    ...evidence.map((one) => `${indent}${paint.dim(`${one.file}:${one.line}`)} ${one.text}`),
    `${indent}${paint.cyan("→")} ${fix.text}${fix.safe ? paint.dim(" (--fix)") : ""}`,
  ];
}

function coloured(severity: Severity, text: string, paint: Paint): string {
  return severity === "error" ? paint.red(text) : severity === "warning" ? paint.yellow(text) : paint.dim(text);
}

function gateLines(gates: readonly GateResult[], paint: Paint): string {
  const signs = { pass: paint.green("pass"), fail: paint.red("fail"), "not applicable": paint.dim(" –  ") };
  return gates
    .map(({ id, title, state, findings }) => {
      const count = findings === 0 ? "" : paint.dim(`  ${findings} ${findings === 1 ? "finding" : "findings"}`);
      return `  ${signs[state]}  ${id}  ${state === "not applicable" ? paint.dim(title) : title}${count}`;
    })
    .join("\n");
}

function summary({ findings, gates, ignored, partial }: Report, paint: Paint): string {
  const count = (severity: Severity): number => findings.filter((one) => one.severity === severity).length;
  const plural = (number: number, word: string): string => `${number} ${word}${number === 1 ? "" : "s"}`;
  const failed = gates.filter(({ state }) => state === "fail").length;
  const verdict =
    failed === 0
      ? paint.green("no gate fails")
      : paint.red(`${plural(failed, "gate")} of ${gates.length} fail${failed === 1 ? "s" : ""}`);
  const parts = [
    count("error") > 0 ? paint.red(plural(count("error"), "error")) : "no errors",
    count("warning") > 0 ? paint.yellow(plural(count("warning"), "warning")) : "no warnings",
    ...(count("info") > 0 ? [paint.dim(`${count("info")} for information`)] : []),
    ...(ignored > 0 ? [paint.dim(`${ignored} left out`)] : []),
    ...(partial ? [] : [verdict]),
  ];
  return parts.join(paint.dim(" · "));
}
