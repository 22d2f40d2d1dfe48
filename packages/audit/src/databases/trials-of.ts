import type { Place } from "../finding.ts";
import type { Inventory } from "../inventory/inventory.ts";
import type { Bootstrap } from "../inventory/migrations/find-bootstraps.ts";
import type { Engine, MigrationSet, SqlPart } from "../inventory/migrations/migration.ts";
import { splitStatements } from "../inventory/sql/split-statements.ts";
import type { Trial, TrialFailure } from "./trial.ts";

/** A trial, and what of the repository it is made of. */
export interface PlannedTrial {
  readonly trial: Trial;
  readonly of: { readonly set: MigrationSet } | { readonly bootstrap: Bootstrap };
  /** Where a trial stopped, as a place of the repository. */
  placeOf(failure: TrialFailure): Place;
}

/** More than people write by hand; what is larger is a dump. */
const mostText = 8_000_000;
const mostTrials = 24;
/** Placeholders that a tool would fill in. */
const template = /\$\{[\w.:-]+\}|\{\{.*?\}\}|(?<![:\w]):["']\w+["']|<%=/;

/** What can be applied: sets and bootstrap files that are SQL through and through, of an engine that is at hand. */
export function trialsOf(inventory: Inventory): readonly PlannedTrial[] {
  const usual = usualEngine(inventory);
  const planned: PlannedTrial[] = [];
  for (const set of inventory.migrations) {
    // Supabase's own schemas are there before the first migration.
    if (/(?:^|\/)supabase\//.test(`${set.folder}/`)) continue;
    if (set.migrations.length === 0 || set.migrations.some(({ up }) => up === undefined)) continue;
    const trial = plan(
      `${set.folder}:${set.system}`,
      set.engine ?? usual,
      set.migrations.map(({ up = [] }) => up),
      inventory,
    );
    if (trial) planned.push({ ...trial, of: { set } });
  }
  for (const bootstrap of inventory.bootstraps) {
    const trial = plan(bootstrap.path, bootstrap.engine ?? usual, [bootstrap.sql], inventory);
    if (trial) planned.push({ ...trial, of: { bootstrap } });
  }
  return planned.slice(0, mostTrials);
}

function plan(
  id: string,
  engine: Engine | undefined,
  parts: readonly (readonly SqlPart[])[],
  { place }: Inventory,
): Omit<PlannedTrial, "of"> | undefined {
  if (engine !== "postgres" && engine !== "sqlite") return undefined;
  const texts = parts.flat().map(({ text }) => text);
  const size = texts.reduce((sum, text) => sum + text.length, 0);
  if (size > mostText || texts.some((text) => template.test(text))) return undefined;
  const steps = parts.map((step) =>
    step.flatMap((part) =>
      splitStatements(part.text).map(({ text, start }) => ({ text, path: part.path, start: part.start + start })),
    ),
  );
  return {
    trial: { id, engine, steps: steps.map((step) => step.map(({ text }) => text)), withRows: true },
    placeOf({ step, statement, offset = 0 }) {
      const found = steps[step]?.[statement];
      return found ? place(found.path, found.start + offset) : { file: id, line: 1, column: 1 };
    },
  };
}

/** The engine of the stacks, when there is only one: plain SQL does not tell. */
function usualEngine({ engines }: Inventory): Engine | undefined {
  const found = new Set(engines.filter(({ live }) => live).map(({ engine }) => engine));
  const [only] = found;
  return found.size === 1 ? only : found.size === 0 ? "sqlite" : undefined;
}
