import { engineTitles } from "../inventory/migrations/engine-names.ts";
import { systemTitles } from "../inventory/migrations/system-names.ts";
import type { DatabaseReport } from "../report/database.ts";
import type { Report } from "../report/report.ts";
import { serviceFacts } from "../report/service-line.ts";
import type { VariableTableRow } from "../report/variable-table.ts";
import type { Paint } from "./paint.ts";

/** What the repository is, in few lines: Compose files, merged profiles, variables by class, databases. */
export function overview({ inventory, profiles, variables, database }: Report, paint: Paint): readonly string[] {
  const states = { active: paint.green, "environment-specific": paint.cyan, legacy: paint.yellow };
  const files = columns(
    inventory.slice(0, mostFiles).map(({ file, purpose, state, services, ports }) => [
      [file, (text) => text],
      [purpose, (text) => text],
      [state, states[state]],
      [[services.join(", "), ...ports].filter(Boolean).join("  "), paint.dim],
    ]),
  );
  const merged = profiles.slice(0, mostProfiles).flatMap(({ purpose, files: own, services }) => [
    `  ${purpose}  ${paint.dim(own.join(" + "))}`,
    ...columns(
      Object.entries(services).map(([name, service]) => [
        [`  ${name}`, (text) => text],
        [serviceFacts(service).join(" · "), paint.dim],
      ]),
    ),
  ]);
  return [
    ...section("Compose files", [...files, ...more(inventory.length - mostFiles, paint)], paint),
    ...section("Profiles, merged", [...merged, ...more(profiles.length - mostProfiles, paint)], paint),
    ...section("Variables", variableLines(variables, paint), paint),
    ...section("Databases", databaseLines(database, paint), paint),
  ];
}

/** What a terminal shows of long lists; the other formats have all. */
const mostFiles = 20;
const mostProfiles = 6;
const mostSystems = 8;

function more(count: number, paint: Paint): readonly string[] {
  return count > 0 ? [paint.dim(`  and ${count} more, which --format markdown tells`)] : [];
}

function section(title: string, lines: readonly string[], paint: Paint): readonly string[] {
  return lines.length === 0 ? [] : [paint.bold(title), ...lines, ""];
}

type Cell = readonly [text: string, paint: (text: string) => string];

/** Rows of cells under each other; the last of a row is as long as it is. */
function columns(rows: readonly (readonly Cell[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => row[index]?.[0].length ?? 0)));
  return rows.map((row) => {
    const cells = row.map(([text, paint], index) =>
      paint(index === row.length - 1 ? text : text.padEnd(widths[index] ?? 0)),
    );
    return `  ${cells.join("  ")}`.trimEnd();
  });
}

/** So many names of a class are shown; the tables of the other formats have them all. */
const mostNames = 12;

function variableLines(variables: readonly VariableTableRow[], paint: Paint): readonly string[] {
  const classes = ["core", "database", "flag", "tool"] as const;
  const lines = classes.flatMap((kind): (readonly Cell[])[] => {
    const own = variables.filter((row) => row.class === kind);
    if (own.length === 0) return [];
    // Those that nothing goes on without come first.
    const sorted = own.toSorted((a, b) => Number(b.required) - Number(a.required));
    const names = sorted.slice(0, mostNames).map(({ name, required }) => (required ? `${name} (required)` : name));
    const rest = own.length > mostNames ? [`and ${own.length - mostNames} more`] : [];
    return [
      [
        [kind, (text) => text],
        [String(own.length), (text) => text],
        [[...names, ...rest].join(", "), paint.dim],
      ],
    ];
  });
  return columns(lines);
}

function databaseLines({ systems, bootstraps, engines, commands }: DatabaseReport, paint: Paint): readonly string[] {
  const own = engines.filter(({ live }) => live);
  const rows: (readonly Cell[])[] = [
    ...own.map(({ engine, services, drivers, tested }): readonly Cell[] => [
      [engineTitles[engine], (text) => text],
      [
        [...shortened(placesByFile(services)), ...drivers, ...(tested ? [] : ["no test uses it"])].join(", "),
        paint.dim,
      ],
    ]),
    ...systems.slice(0, mostSystems).map(({ system, folder, migrations, latest }): readonly Cell[] => [
      [systemTitles[system], (text) => text],
      [
        `${folder || "."}: ${migrations} migration${migrations === 1 ? "" : "s"}${latest ? `, the last is ${latest}` : ""}`,
        paint.dim,
      ],
    ]),
    ...(systems.length > mostSystems
      ? [[["", paint.dim] as const, [`and ${systems.length - mostSystems} more`, paint.dim] as const]]
      : []),
    ...bootstraps.map(({ file }): readonly Cell[] => [
      ["bootstrap", (text) => text],
      [file, paint.dim],
    ]),
  ];
  if (systems.length > 0) {
    const words = { local: "local", ci: "CI", production: "production" } as const;
    for (const scene of ["local", "ci", "production"] as const) {
      const told = commands[scene].map(({ command }) => command).join("; or ");
      rows.push([
        [words[scene], (text) => text],
        told === "" ? ["nothing tells how migrations are applied", paint.yellow] : [told, (text) => text],
      ]);
    }
  }
  return columns(rows);
}

/** The first of many, and how many more there are. */
function shortened(places: readonly string[]): readonly string[] {
  return places.length <= 4 ? places : [...places.slice(0, 3), `${places.length - 3} more files`];
}

/** `compose.yaml:4,9` for two places of one file. */
function placesByFile(places: readonly string[]): readonly string[] {
  const parts = places.map((place) => {
    const cut = place.lastIndexOf(":");
    return { file: place.slice(0, cut), line: place.slice(cut + 1) };
  });
  return [...Map.groupBy(parts, ({ file }) => file)].map(
    ([file, own]) => `${file}:${own.map(({ line }) => line).join(",")}`,
  );
}
