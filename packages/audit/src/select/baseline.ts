import { auditErrors } from "../errors.ts";
import type { Finding } from "../finding.ts";

/** Findings that were there before: how often each message of a rule stands for a file. Lines move, so they do not count. */
export type Baseline = ReadonlyMap<string, number>;

/** Reads a baseline. Throws AUDIT_BASELINE_UNREADABLE. */
export function readBaseline(text: string, path: string): Baseline {
  let rows: unknown;
  try {
    rows = (JSON.parse(text) as { readonly findings?: unknown }).findings;
  } catch (cause) {
    throw auditErrors.error("AUDIT_BASELINE_UNREADABLE", { path }, { cause });
  }
  if (!Array.isArray(rows)) throw auditErrors.error("AUDIT_BASELINE_UNREADABLE", { path });
  return new Map(
    (rows as readonly Partial<Row>[]).map((row) => [
      keyOf({ rule: row.rule ?? "", file: row.file ?? "", message: row.message ?? "" }),
      row.count ?? 1,
    ]),
  );
}

/** Findings as a baseline. */
export function baselineOf(findings: readonly Finding[]): Baseline {
  return new Map([...Map.groupBy(findings, keyOf)].map(([key, own]) => [key, own.length]));
}

/** Findings as the text of a baseline, in an order that does not change by itself. */
export function writeBaseline(findings: readonly Finding[]): string {
  const rows = [...Map.groupBy(findings, keyOf)].map(([, own]) => ({
    rule: own[0]?.rule,
    file: own[0]?.file,
    message: own[0]?.message,
    count: own.length,
  }));
  const sorted = rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return `${JSON.stringify({ findings: sorted }, undefined, 2)}\n`;
}

/** The findings that a baseline does not hold. */
export function beyondBaseline(findings: readonly Finding[], baseline: Baseline): readonly Finding[] {
  const left = new Map(baseline);
  return findings.filter((finding) => {
    const count = left.get(keyOf(finding)) ?? 0;
    left.set(keyOf(finding), count - 1);
    return count <= 0;
  });
}

type Row = Pick<Finding, "rule" | "file" | "message"> & { readonly count: number };

function keyOf({ rule, file, message }: Pick<Finding, "rule" | "file" | "message">): string {
  return `${rule}\0${file}\0${message}`;
}
