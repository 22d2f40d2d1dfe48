import type { Finding } from "../finding.ts";
import { profileYaml } from "../report/profile-yaml.ts";
import type { Report } from "../report/report.ts";
import { type Table, tablesOf } from "../report/tables.ts";
import { escapeXml } from "./escape-xml.ts";

const style = `body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1c2430;background:#fff}
h1{font-size:1.6rem}h2{margin-top:2.2rem;font-size:1.2rem}h3{font:600 1rem ui-monospace,monospace;margin:1.6rem 0 .4rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #dde3ea;vertical-align:top}
th{font-size:.85rem;color:#5b6775}.pass{color:#12703a}.fail,.error{color:#b3261e}.warning{color:#8a5a00}.info{color:#5b6775}
pre{overflow-x:auto;font:.85rem ui-monospace,monospace}summary{cursor:pointer;padding:.35rem 0}li{margin:.5rem 0}li>small{display:block;color:#5b6775}code{font:.9em ui-monospace,monospace}
@media(prefers-color-scheme:dark){body{background:#12161c;color:#dfe5ec}th,td{border-color:#2b333d}.pass{color:#6fd394}.fail,.error{color:#ff8a80}.warning{color:#f2c063}}`;

/** A report as one page that needs nothing else. */
export function renderHtml(report: Report): string {
  const files = [...Map.groupBy(report.findings, ({ file }) => file)].map(
    ([file, own]) => `<h3>${escapeXml(file)}</h3>\n<ul>\n${own.map(item).join("\n")}\n</ul>`,
  );
  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Audit</title>',
    `<style>${style}</style></head><body>`,
    "<h1>Audit</h1>",
    ...tablesOf(report).map(table),
    ...(report.profiles.length === 0 ? [] : ["<h2>Profiles, merged</h2>"]),
    ...report.profiles.map(
      (profile) =>
        `<details><summary>${escapeXml(`${profile.purpose}: ${profile.files.join(" + ")}`)}</summary><pre>${escapeXml(profileYaml(profile))}</pre></details>`,
    ),
    "<h2>Findings</h2>",
    ...(files.length === 0 ? ["<p>None.</p>"] : files),
    "</body></html>",
    "",
  ].join("\n");
}

function item({ rule, severity, line, column, message, evidence, fix }: Finding): string {
  const proof = evidence.map(
    (one) => `<small><code>${escapeXml(`${one.file}:${one.line}`)}</code> ${escapeXml(one.text)}</small>`,
  );
  return `<li><span class="${severity}">${severity}</span> <b>${rule}</b> <code>${line}:${column}</code> ${escapeXml(message)}${proof.join("")}<small>→ ${escapeXml(fix.text)}</small></li>`;
}

function table({ title, columns, rows }: Table): string {
  const cell = (text: string): string =>
    `<td${/^(?:pass|fail)$/.test(text) ? ` class="${text}"` : ""}>${escapeXml(text)}</td>`;
  return `<h2>${escapeXml(title)}</h2>\n<table><thead><tr>${columns.map((column) => `<th>${escapeXml(column)}</th>`).join("")}</tr></thead><tbody>\n${rows.map((cells) => `<tr>${cells.map(cell).join("")}</tr>`).join("\n")}\n</tbody></table>`;
}
