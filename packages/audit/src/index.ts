/**
 * What is wrong with a repository's runtime configuration: {@link auditRepository} makes an inventory of its files, and rules that read
 * nothing else give findings, each with place, evidence and cure.
 */
export { type Audit, type AuditOptions, auditRepository, rulesNamed } from "./audit.ts";
export { serveTrials } from "./databases/sandbox/serve.ts";
export { auditErrors } from "./errors.ts";
export type { Edit, Evidence, Finding, Fix, Place, Severity } from "./finding.ts";
export { unifiedDiff } from "./fix/diff.ts";
export { type FileChange, type FixedRepository, fixRepository } from "./fix/fix-repository.ts";
export { type GateResult, gatesOf } from "./gates.ts";
export type { Paint } from "./render/paint.ts";
export { type ReportFormat, render } from "./render/render.ts";
export type { ComposeRow } from "./report/compose-matrix.ts";
export { type FindingChanges, findingChanges } from "./report/finding-changes.ts";
export { type Report, reportOf } from "./report/report.ts";
export { type ReportOptions, reportRepository } from "./report/report-repository.ts";
export type { VariableTableRow } from "./report/variable-table.ts";
export { type Cache, type CacheOptions, memoryCache, openCache } from "./repository/cache/cache.ts";
export { type Change, changeSince } from "./repository/change-since.ts";
export { entersFolder, openRepository } from "./repository/open-repository.ts";
export type { Repository } from "./repository/repository.ts";
export { writeFile } from "./repository/write-file.ts";
export { rules } from "./rules/all-rules.ts";
export { type CatalogueRow, catalogue, type Section } from "./rules/catalogue.ts";
export type { Example, Rule } from "./rules/rule.ts";
export { type Baseline, readBaseline, writeBaseline } from "./select/baseline.ts";
export { type DocBlock, type WrittenDocs, writeDocs } from "./write-docs/write-docs.ts";
