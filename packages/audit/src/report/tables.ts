import type { Report } from "./report.ts";

/** A part of a report as a table: what every format that has tables shows. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The parts of a report beside the findings, without those that are empty. */
export function tablesOf({ gates, inventory, variables, profiles }: Report): readonly Table[] {
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
    {
      title: "Profiles",
      columns: ["purpose", "files", "services"],
      rows: profiles.map(({ purpose, files, services }) => [
        purpose,
        files.join(" + "),
        Object.keys(services).join(", "),
      ]),
    },
  ];
  return tables.filter(({ rows }) => rows.length > 0);
}
