import { engineTitles } from "../inventory/migrations/engine-names.ts";
import { systemTitles } from "../inventory/migrations/system-names.ts";
import type { DatabaseReport } from "./database.ts";
import type { Report } from "./report.ts";

/** A part of a report as a table: what every format that has tables shows. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The parts of a report beside the findings, without those that are empty. */
export function tablesOf({ gates, inventory, variables, database }: Report): readonly Table[] {
  const tables: readonly Table[] = [
    {
      title: "Gates",
      columns: ["gate", "state", "findings", "what it asks"],
      rows: gates.map(({ id, state, findings, title }) => [id, state, String(findings), title]),
    },
    {
      title: "Compose files",
      columns: ["file", "services", "ports", "purpose", "state"],
      rows: inventory.map(({ file, services, ports, purpose, state }) => [
        file,
        services.join(", "),
        ports.join(", "),
        purpose,
        state,
      ]),
    },
    {
      title: "Variables",
      columns: ["name", "class", "required", "default", "read in", "template"],
      rows: variables.map((row) => [
        row.name,
        row.secret ? `${row.class}, secret` : row.class,
        row.required ? "yes" : "",
        row.default ?? "",
        row.readIn[0] ?? "",
        row.templates.join(", "),
      ]),
    },
    ...databaseTables(database),
  ];
  return tables.filter(({ rows }) => rows.length > 0);
}

/** How the places are called where migrations are applied. */
const scenes = [
  ["local", "on a developer's machine"],
  ["ci", "in CI"],
  ["production", "in production"],
] as const;

function databaseTables({ systems, bootstraps, engines, commands }: DatabaseReport): readonly Table[] {
  if (systems.length + bootstraps.length + engines.length === 0) return [];
  return [
    {
      title: "Database engines",
      columns: ["engine", "services", "drivers", "tested"],
      rows: engines
        .filter(({ live }) => live)
        .map(({ engine, services, drivers, tested }) => [
          engineTitles[engine],
          services.join(", "),
          drivers.join(", "),
          tested ? "yes" : "no",
        ]),
    },
    {
      title: "Migrations",
      columns: ["system", "engine", "folder", "migrations", "the last one"],
      rows: [
        ...systems.map(({ system, engine, folder, migrations, latest }) => [
          systemTitles[system],
          engine ? engineTitles[engine] : "",
          folder || ".",
          String(migrations),
          latest ?? "",
        ]),
        ...bootstraps.map(({ file, engine }) => ["bootstrap SQL", engine ? engineTitles[engine] : "", file, "", ""]),
      ],
    },
    {
      title: "How the database is migrated",
      columns: ["where", "by", "says"],
      rows:
        systems.length === 0
          ? []
          : scenes.flatMap(([scene, where]) =>
              commands[scene].length === 0
                ? [[where, "nothing in the repository tells", ""]]
                : commands[scene].map(({ command, at }) => [where, command, at]),
            ),
    },
  ];
}
