import type { Report } from "../report/report.ts";

/** A report for programs: one JSON object. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
