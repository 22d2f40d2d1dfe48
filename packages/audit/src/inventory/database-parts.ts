import { keptTrials } from "../databases/kept-trials.ts";
import type { TrialResult } from "../databases/trial.ts";
import { type PlannedTrial, trialsOf } from "../databases/trials-of.ts";
import { lazy } from "../lazy.ts";
import { findEngines } from "./engines/find-engines.ts";
import type { Inventory } from "./inventory.ts";
import { findAppliers } from "./migrations/find-appliers.ts";
import { findBootstraps } from "./migrations/find-bootstraps.ts";
import { findMigrations } from "./migrations/find-migrations.ts";
import { findSchemas } from "./schemas/find-schemas.ts";

/** The parts of an inventory that are about databases. */
export type DatabaseParts = Pick<
  Inventory,
  "migrations" | "appliers" | "bootstraps" | "schemas" | "engines" | "trials" | "complete"
>;

/** Parts that are made when they are first asked for. `apply`: whether SQL is applied to embedded databases. */
export function databaseParts(inventory: Inventory, apply: boolean): DatabaseParts {
  const migrations = lazy(() => findMigrations(inventory.paths, inventory));
  const appliers = lazy(() => findAppliers(inventory));
  const bootstraps = lazy(() => findBootstraps(inventory));
  const schemas = lazy(() => findSchemas(inventory.paths, inventory));
  const engines = lazy(() => findEngines(inventory));
  let complete = true;
  const trials = lazy(async () => {
    const results = apply ? await tried(inventory) : [];
    complete = !results.some(({ result }) => result.state === "unknown" && result.interrupted);
    return results;
  });
  return {
    get migrations() {
      return migrations();
    },
    get appliers() {
      return appliers();
    },
    get bootstraps() {
      return bootstraps();
    },
    get schemas() {
      return schemas();
    },
    get engines() {
      return engines();
    },
    trials,
    get complete() {
      return complete;
    },
  };
}

async function tried(inventory: Inventory): Promise<readonly (PlannedTrial & { readonly result: TrialResult })[]> {
  const planned = trialsOf(inventory);
  if (planned.length === 0) return [];
  const done = await keptTrials(
    planned.map(({ trial }) => trial),
    inventory.repository.cache,
  );
  const results = new Map(done.map((result) => [result.id, result]));
  return planned.flatMap((one) => {
    const result = results.get(one.trial.id);
    return result ? { ...one, result } : [];
  });
}
