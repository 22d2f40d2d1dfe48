import type { Audit } from "../audit.ts";
import type { Finding } from "../finding.ts";
import type { GateResult } from "../gates.ts";
import { type ComposeRow, composeMatrix } from "./compose-matrix.ts";

/** What an audit tells, for people and programs; all paths are relative to the root. */
export interface Report {
  readonly findings: readonly Finding[];
  readonly gates: readonly GateResult[];
  /** One row for each Compose file: what it holds and who uses it. */
  readonly inventory: readonly ComposeRow[];
}

/** The report of an audit. */
export function reportOf({ findings, gates, inventory }: Audit): Report {
  return { findings, gates, inventory: composeMatrix(inventory) };
}
