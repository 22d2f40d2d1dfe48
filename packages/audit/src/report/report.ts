import type { Audit } from "../audit.ts";
import type { Finding } from "../finding.ts";
import type { GateResult } from "../gates.ts";
import { type ComposeRow, composeMatrix } from "./compose-matrix.ts";
import { type EffectiveProfile, effectiveProfiles } from "./effective-profiles.ts";
import { type VariableTableRow, variableTable } from "./variable-table.ts";

/** What an audit tells, for people and programs; all paths are relative to the root. */
export interface Report {
  readonly findings: readonly Finding[];
  readonly gates: readonly GateResult[];
  /** How many findings the configuration, comments or the baseline left out. */
  readonly ignored: number;
  /** One row for each Compose file: what it holds and who uses it. */
  readonly inventory: readonly ComposeRow[];
  /** The variables that the repository reads, puts in or has in a template. */
  readonly variables: readonly VariableTableRow[];
  /** The merged configuration of every stack. */
  readonly profiles: readonly EffectiveProfile[];
}

/** The report of an audit. */
export function reportOf({ findings, gates, ignored, inventory }: Audit): Report {
  return {
    findings,
    gates,
    ignored: ignored.length,
    inventory: composeMatrix(inventory),
    variables: variableTable(inventory),
    profiles: effectiveProfiles(inventory),
  };
}
