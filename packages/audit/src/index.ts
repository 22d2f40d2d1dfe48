/**
 * What is wrong with a repository's runtime configuration: {@link audit} makes an inventory of its files, and rules that read
 * nothing else give findings, each with place, evidence and cure.
 */
export { type Audit, audit } from "./audit.ts";
export { auditErrors } from "./errors.ts";
export type { Edit, Evidence, Finding, Fix, Place, Severity } from "./finding.ts";
export { type GateResult, gatesOf } from "./gates.ts";
export { renderJson } from "./render/json.ts";
export type { Paint } from "./render/paint.ts";
export { renderText } from "./render/text.ts";
export type { ComposeRow } from "./report/compose-matrix.ts";
export { type Report, reportOf } from "./report/report.ts";
export { rules } from "./rules/all-rules.ts";
export { type CatalogueRow, catalogue, type Section } from "./rules/catalogue.ts";
export type { Example, Rule } from "./rules/rule.ts";
