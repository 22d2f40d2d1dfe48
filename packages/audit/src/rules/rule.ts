import type { Found } from "../finding.ts";
import type { Inventory } from "../inventory/inventory.ts";

/** A small repository: path relative to the root → text. */
export type Example = Readonly<Record<string, string>>;

/** One check. It reads the inventory only, and gives everything that is wrong. Severity, title and gate stand in the catalogue. */
export interface Rule {
  /** The id of its row in the catalogue. */
  readonly id: string;
  /** What goes wrong otherwise. One or two sentences for docs/audit-rules.md. */
  readonly why: string;
  /** The smallest repository that is reported: shown in the docs, and tested. */
  readonly bad: Example;
  /** The same as it should be: not reported. */
  readonly good: Example;
  /** How to repair it, imperative, one sentence without a stop: the advice where a finding brings none of its own. */
  readonly fix: string;
  check(inventory: Inventory): Iterable<Found> | Promise<Iterable<Found>>;
}

/** Declares a rule. */
export function defineRule(rule: Rule): Rule {
  return rule;
}
