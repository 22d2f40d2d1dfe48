import type { Inventory } from "../inventory/inventory.ts";
import type { Engine, MigrationSystem } from "../inventory/migrations/migration.ts";
import { type CanonicalCommands, canonicalCommands } from "./canonical-commands.ts";

/** The databases of a repository: who makes their tables, on which engines they run, and what migrates them. */
export interface DatabaseReport {
  readonly systems: readonly MigrationSystemRow[];
  /** SQL that sets a database up without migrations. */
  readonly bootstraps: readonly { readonly file: string; readonly engine?: Engine }[];
  readonly engines: readonly EngineRow[];
  readonly commands: CanonicalCommands;
}

/** Migrations that one tool applies. */
export interface MigrationSystemRow {
  readonly system: MigrationSystem;
  /** Absent when nothing tells. */
  readonly engine?: Engine;
  /** Relative to the root; the empty text is the root itself. */
  readonly folder: string;
  readonly migrations: number;
  /** The name of the last one. */
  readonly latest?: string;
}

/** A database engine, and what speaks of it. */
export interface EngineRow {
  readonly engine: Engine;
  /** `file:line` of the services that run it. */
  readonly services: readonly string[];
  /** The modules that code talks to it with: `pg`. */
  readonly drivers: readonly string[];
  /** True when a test, a test stack or a workflow uses it. */
  readonly tested: boolean;
  /** False when only addresses, commands and dependencies speak of it, so that nothing that runs uses it. */
  readonly live: boolean;
}

/** The section of a report that is about databases. */
export function databaseReport(inventory: Inventory): DatabaseReport {
  const { migrations, bootstraps } = inventory;
  return {
    systems: migrations.map(({ system, engine, folder, migrations: own }) => {
      const latest = own.at(-1)?.name;
      return {
        system,
        ...(engine === undefined ? {} : { engine }),
        folder,
        migrations: own.length,
        ...(latest === undefined ? {} : { latest }),
      };
    }),
    bootstraps: bootstraps.map(({ path, engine }) => ({ file: path, ...(engine === undefined ? {} : { engine }) })),
    engines: engineRows(inventory),
    commands: canonicalCommands(inventory),
  };
}

function engineRows({ engines }: Inventory): readonly EngineRow[] {
  const rows = [...Map.groupBy(engines, ({ engine }) => engine)].map(([engine, uses]) => {
    const services = uses.filter(({ kind, inTest }) => kind === "service" && !inTest);
    const drivers = uses.filter(({ kind, inTest }) => kind === "driver" && !inTest);
    return {
      engine,
      services: [...new Set(services.map(({ at }) => `${at.file}:${at.line}`))],
      drivers: [...new Set(drivers.map(({ text }) => text.replace(/^imports /, "")))].toSorted(),
      tested: uses.some(({ inTest, kind }) => inTest || kind === "ci service"),
      live: uses.some(({ live, inTest }) => live && !inTest),
    };
  });
  return rows.toSorted((a, b) => Number(b.live) - Number(a.live) || (a.engine < b.engine ? -1 : 1));
}
