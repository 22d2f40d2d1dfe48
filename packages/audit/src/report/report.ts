import type { Audit } from "../audit.ts";
import type { Finding } from "../finding.ts";
import type { GateResult } from "../gates.ts";
import { type ComposeRow, composeMatrix } from "./compose-matrix.ts";
import { type DatabaseReport, databaseReport } from "./database.ts";
import { type EffectiveProfile, effectiveProfiles } from "./effective-profiles.ts";
import { type VariableTableRow, variableTable } from "./variable-table.ts";

/** What an audit tells, for people and programs; all paths are relative to the root. */
export interface Report {
  readonly findings: readonly Finding[];
  readonly gates: readonly GateResult[];
  /** One row for each Compose file: what it holds and who uses it. */
  readonly inventory: readonly ComposeRow[];
  /** The variables that the repository reads, puts in or has in a template. */
  readonly variables: readonly VariableTableRow[];
  readonly database: DatabaseReport;
  /** The merged configuration of every stack. */
  readonly profiles: readonly EffectiveProfile[];
  /** How many findings the configuration, comments or the baseline left out. Not part of the JSON. */
  readonly ignored: number;
  /** True when only some rules, or only changed files, were asked for: then people are not told the rest again. Not part of the JSON. */
  readonly partial: boolean;
}

/** The report of an audit. `partial`: see {@link Report.partial}. */
export function reportOf({ findings, gates, ignored, inventory }: Audit, partial = false): Report {
  return {
    findings,
    gates,
    inventory: composeMatrix(inventory),
    variables: variableTable(inventory),
    database: databaseReport(inventory),
    profiles: effectiveProfiles(inventory),
    ignored: ignored.length,
    partial,
  };
}
