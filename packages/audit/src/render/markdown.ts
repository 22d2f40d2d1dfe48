import type { Finding } from "../finding.ts";
import { profileYaml } from "../report/profile-yaml.ts";
import type { Report } from "../report/report.ts";
import { tablesOf } from "../report/tables.ts";
import { escapeXml } from "./escape-xml.ts";

/** A report for a pull request or a wiki. */
export function renderMarkdown(report: Report): string {
  const { findings } = report;
  const tables = tablesOf(report).flatMap(({ title, columns, rows }) => [
    `## ${title}`,
    "",
    row(columns),
    row(columns.map(() => "---")),
    ...rows.map((cells) => row(cells.map(escaped))),
    "",
  ]);
  const files = [...Map.groupBy(findings, ({ file }) => file)].flatMap(([file, own]) => [
    `### ${escaped(file)}`,
    "",
    ...own.flatMap(lines),
    "",
  ]);
  const profiles = report.profiles.flatMap((profile) => [
    `<details><summary>${escapeXml(`${profile.purpose}: ${profile.files.join(" + ")}`)}</summary>`,
    "",
    "```yaml",
    profileYaml(profile).trimEnd(),
    "```",
    "",
    "</details>",
    "",
  ]);
  const merged = profiles.length === 0 ? [] : ["## Profiles, merged", "", ...profiles];
  return [
    "# Audit",
    "",
    ...tables,
    ...merged,
    "## Findings",
    "",
    ...(findings.length === 0 ? ["None.", ""] : files),
  ].join("\n");
}

function lines({ rule, severity, line, message, evidence, fix }: Finding): readonly string[] {
  const proof = evidence.map((one) => `  - ${escaped(`${one.file}:${one.line}`)}: ${escaped(one.text)}`);
  return [`- **${rule}** ${severity}, line ${line}: ${escaped(message)}. *${escaped(fix.text)}.*`, ...proof];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** Text that says in Markdown what it says. */
function escaped(text: string): string {
  return text.replaceAll("\n", " ").replace(/[\\`*_{}[\]<>|#]/g, "\\$&");
}
