import { nearest } from "@slipway/core";
import { configOf } from "./config/config-of.ts";
import type { AuditConfig } from "./config/read-config.ts";
import { auditErrors } from "./errors.ts";
import type { Finding, Fix, Severity } from "./finding.ts";
import { type GateResult, gateResults } from "./gates.ts";
import type { Inventory } from "./inventory/inventory.ts";
import { openInventory } from "./inventory/open-inventory.ts";
import type { Repository } from "./repository/repository.ts";
import { catalogue } from "./rules/catalogue.ts";
import type { Rule } from "./rules/rule.ts";
import { type Baseline, baselineOf, beyondBaseline } from "./select/baseline.ts";
import { configured } from "./select/configured.ts";
import { isIgnoredInline } from "./select/inline-ignores.ts";

/** What an audit is asked. */
export interface AuditOptions {
  /** The rules to ask. */
  readonly rules: readonly Rule[];
  /** The day on which exceptions are looked at: `2026-11-21`. */
  readonly today: string;
  /** Findings that were there before are left out. */
  readonly baseline?: Baseline;
  /** Only findings in these files, with evidence in them, or that were not there before them. */
  readonly changed?: ReadonlySet<string>;
  /** The repository without what changed, to tell what a change did to files that it does not touch. */
  readonly before?: Repository;
  /** True when nothing is to be applied to embedded databases. */
  readonly static?: boolean;
}

/** What an audit finds. */
export interface Audit {
  /** Absolute. */
  readonly root: string;
  /** The worst first, then by file and line. */
  readonly findings: readonly Finding[];
  /** Left out by the configuration, a comment or the baseline. */
  readonly ignored: readonly Finding[];
  readonly gates: readonly GateResult[];
  readonly inventory: Inventory;
}

/** Audits a repository. Throws AUDIT_CONFIG_INVALID; whatever else is wrong with what lies in it is a finding. */
export async function auditRepository(repository: Repository, options: AuditOptions): Promise<Audit> {
  const config = configOf(repository);
  const inventory = await openInventory(repository, config, !options.static);
  const asked = options.rules.filter(({ id }) => config.rules?.[id] !== "off");
  const found: Finding[] = [];
  for (const rule of asked) found.push(...(await findingsOf(rule, inventory)));
  const { kept, ignored } = select(found.toSorted(worstFirst), inventory, config, options);
  const done = asked.map(({ id }) => id);
  // A gate asks about the repository, whatever it is that changed.
  const gates = gateResults(inventory, kept, done);
  const { changed } = options;
  if (changed === undefined) return { root: repository.root, findings: kept, ignored, gates, inventory };
  const findings = await ofChange(kept, changed, options);
  return { root: repository.root, findings, ignored: ignored.filter(isIn(changed)), gates, inventory };
}

/** The findings that a change is to answer for: in its files, proved from them, or elsewhere but not there before. */
async function ofChange(
  findings: readonly Finding[],
  changed: ReadonlySet<string>,
  { before, changed: _changed, baseline: _baseline, ...options }: AuditOptions,
): Promise<readonly Finding[]> {
  const isOwn = isIn(changed);
  if (before === undefined || findings.every(isOwn)) return findings.filter(isOwn);
  const earlier = await auditRepository(before, options);
  const added = new Set(beyondBaseline(findings, baselineOf(earlier.findings)));
  return findings.filter((finding) => isOwn(finding) || added.has(finding));
}

function isIn(changed: ReadonlySet<string>): (finding: Finding) => boolean {
  return ({ file, evidence }) => changed.has(file) || evidence.some((one) => changed.has(one.file));
}

/** The rules with these ids, all without any. Throws AUDIT_UNKNOWN_RULE. */
export function rulesNamed(rules: readonly Rule[], ids: readonly string[]): readonly Rule[] {
  const wanted = ids.map((id) => {
    const known = rules.find((rule) => rule.id === id.toUpperCase());
    if (known) return known;
    throw auditErrors.error("AUDIT_UNKNOWN_RULE", {
      rule: id,
      near: nearest(
        id.toUpperCase(),
        rules.map((rule) => rule.id),
      ),
    });
  });
  return wanted.length === 0 ? rules : wanted;
}

/** Parts findings into those that are told and those that are left out. */
function select(
  found: readonly Finding[],
  { text }: Inventory,
  config: AuditConfig,
  { today, baseline }: AuditOptions,
): { readonly kept: readonly Finding[]; readonly ignored: readonly Finding[] } {
  const verdictOf = configured(config, today);
  const lines = new Map<string, readonly string[]>();
  const linesOf = (file: string): readonly string[] => {
    const known = lines.get(file) ?? (text(file) ?? "").split("\n");
    lines.set(file, known);
    return known;
  };
  const judged: Finding[] = [];
  for (const finding of found) {
    const verdict = verdictOf(finding);
    if ("kept" in verdict && !isIgnoredInline(finding, linesOf(finding.file))) judged.push(verdict.kept);
  }
  const kept = baseline ? beyondBaseline(judged, baseline) : judged;
  const keys = new Set(kept.map(keyOf));
  return { kept, ignored: found.filter((finding) => !keys.has(keyOf(finding))) };
}

function keyOf({ rule, file, line, column, message }: Finding): string {
  return [rule, file, line, column, message].join("\0");
}

/** The findings of one rule. What several stacks show of the same line is one finding. */
async function findingsOf(rule: Rule, inventory: Inventory): Promise<readonly Finding[]> {
  const usual = severityOf(rule.id);
  const findings = new Map<string, Finding>();
  for (const { at, message, evidence = [], fix = rule.fix, severity = usual } of await rule.check(inventory)) {
    const { file, line, column } = at;
    const cure: Fix = typeof fix === "string" ? { text: fix, safe: false, edits: [] } : fix;
    const finding = { rule: rule.id, severity, file, line, column, message, evidence, fix: cure };
    if (!findings.has(keyOf(finding))) findings.set(keyOf(finding), finding);
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
