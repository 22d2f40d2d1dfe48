import type { Finding } from "../finding.ts";
import type { Report } from "../report/report.ts";
import { catalogue } from "../rules/catalogue.ts";

const levels = { error: "error", warning: "warning", info: "note" } as const;

/** The findings for code scanning. Source: SARIF 2.1.0. */
export function renderSarif({ findings }: Report): string {
  const ids = [...new Set(findings.map(({ rule }) => rule))].sort();
  const rules = ids.map((id) => {
    const row = catalogue.find((one) => one.id === id);
    return {
      id,
      shortDescription: { text: row?.title ?? id },
      defaultConfiguration: { level: levels[row?.severity ?? "warning"] },
      properties: { section: row?.section },
    };
  });
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "slipway audit", rules } },
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => result(finding, ids)),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function result({ rule, severity, message, evidence, fix, ...at }: Finding, ids: readonly string[]): object {
  return {
    ruleId: rule,
    ruleIndex: ids.indexOf(rule),
    level: levels[severity],
    message: { text: `${message}. ${fix.text}.` },
    locations: [{ physicalLocation: physical(at) }],
    ...(evidence.length > 0
      ? {
          relatedLocations: evidence.map((one, id) => ({
            id,
            physicalLocation: physical(one),
            message: { text: one.text },
          })),
        }
      : {}),
  };
}

function physical({
  file,
  line,
  column,
}: {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}): object {
  const uri = file.split("/").map(encodeURIComponent).join("/");
  return { artifactLocation: { uri, uriBaseId: "%SRCROOT%" }, region: { startLine: line, startColumn: column } };
}
