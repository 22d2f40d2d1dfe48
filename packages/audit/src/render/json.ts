import type { Report } from "../report/report.ts";

/** A report for programs: one JSON object with findings, gates, inventory, variables, database and profiles. */
export function renderJson({ ignored: _ignored, partial: _partial, ...report }: Report): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
