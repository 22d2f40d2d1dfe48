import type { Finding, Fix, Severity } from "./finding.ts";
import { type GateResult, gateResults } from "./gates.ts";
import type { Inventory } from "./inventory/inventory.ts";
import { openInventory } from "./inventory/open-inventory.ts";
import { openRepository } from "./repository/open-repository.ts";
import type { Repository } from "./repository/repository.ts";
import { rules } from "./rules/all-rules.ts";
import { catalogue } from "./rules/catalogue.ts";
import type { Rule } from "./rules/rule.ts";

/** What an audit finds. */
export interface Audit {
  /** Absolute. */
  readonly root: string;
  /** The worst first, then by file and line. */
  readonly findings: readonly Finding[];
  readonly gates: readonly GateResult[];
  readonly inventory: Inventory;
}

/** Audits the repository in a folder. Throws AUDIT_NO_FOLDER; whatever is wrong with what lies in it is a finding. */
export async function audit(root: string): Promise<Audit> {
  return auditRepository(openRepository(root), rules);
}

/** Audits a repository with these rules. */
export async function auditRepository(repository: Repository, asked: readonly Rule[]): Promise<Audit> {
  const inventory = await openInventory(repository);
  const found: Finding[] = [];
  for (const rule of asked) found.push(...(await findingsOf(rule, inventory)));
  const findings = found.toSorted(worstFirst);
  const done = asked.map(({ id }) => id);
  return { root: repository.root, findings, gates: gateResults(inventory, findings, done), inventory };
}

/** The findings of one rule. What several stacks show of the same line is one finding. */
async function findingsOf(rule: Rule, inventory: Inventory): Promise<readonly Finding[]> {
  const usual = severityOf(rule.id);
  const findings = new Map<string, Finding>();
  for (const { at, message, evidence = [], fix = rule.fix, severity = usual } of await rule.check(inventory)) {
    const { file, line, column } = at;
    const key = `${file}\0${line}\0${column}\0${message}`;
    const cure: Fix = typeof fix === "string" ? { text: fix, safe: false, edits: [] } : fix;
    if (!findings.has(key))
      findings.set(key, { rule: rule.id, severity, file, line, column, message, evidence, fix: cure });
  }
  return [...findings.values()];
}

function severityOf(id: string): Severity {
  return catalogue.find((row) => row.id === id)?.severity ?? "warning";
}

const weight: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

function worstFirst(a: Finding, b: Finding): number {
  return (
    weight[a.severity] - weight[b.severity] ||
    (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
    a.line - b.line ||
    a.column - b.column ||
    (a.rule < b.rule ? -1 : 1)
  );
}
