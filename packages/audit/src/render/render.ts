import type { Report } from "../report/report.ts";
import { renderHtml } from "./html.ts";
import { renderJson } from "./json.ts";
import { renderJunit } from "./junit.ts";
import { renderMarkdown } from "./markdown.ts";
import type { Paint } from "./paint.ts";
import { renderSarif } from "./sarif.ts";
import { renderText } from "./text.ts";

/** How a report can be written. */
export type ReportFormat = "text" | "json" | "sarif" | "markdown" | "html" | "junit";

/** A report as a text that ends with a line break; only `text` is painted. */
export function render(report: Report, format: ReportFormat, paint: Paint): string {
  if (format === "text") return renderText(report, paint);
  const writers = {
    json: renderJson,
    sarif: renderSarif,
    markdown: renderMarkdown,
    html: renderHtml,
    junit: renderJunit,
  };
  return writers[format](report);
}
