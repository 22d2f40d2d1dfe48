import { type Project, toYaml, type Variable, variablesOf } from "@slipway/compose";

const headings = ["NAME", "REQUIRED", "DEFAULT VALUE", "ALTERNATE VALUE"];

/** The variables of a project that was loaded without interpolation, in the forms of `docker compose config --variables`. */
export function renderVariables(
  { name, services, networks, volumes, configs, secrets, models, extensions }: Project,
  format: "yaml" | "json" | undefined,
): string {
  const used = [...variablesOf([name, services, networks, volumes, configs, secrets, models, extensions]).values()];
  if (format === "json") {
    const objects = used.map((variable) => [variable.name, Object.fromEntries(fieldsOf(variable))]);
    return `${JSON.stringify(Object.fromEntries(objects), null, 4)}\n\n`;
  }
  if (format === "yaml") {
    const maps = used.map((one) => [
      one.name,
      new Map(fieldsOf(one).map(([key, value]) => [key.toLowerCase(), value])),
    ]);
    return toYaml(new Map(maps as [string, unknown][]), 4);
  }
  return renderRows(
    used.map(({ name, required, defaultValue, presenceValue }) => [
      name,
      String(required),
      defaultValue,
      presenceValue,
    ]),
  );
}

/** The fields as docker compose names and orders them. */
function fieldsOf({ name, defaultValue, presenceValue, required }: Variable): [string, string | boolean][] {
  return [
    ["Name", name],
    ["DefaultValue", defaultValue],
    ["PresenceValue", presenceValue],
    ["Required", required],
  ];
}

/** Columns of at least 20 characters, three of them free; the last is as wide as it is. */
function renderRows(rows: readonly (readonly string[])[]): string {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(20, ...all.map((row) => (row[column] ?? "").length + 3)));
  return all
    .map((row) => `${row.map((cell, at) => (at < 3 ? cell.padEnd(widths[at] ?? 0) : cell)).join("")}\n`)
    .join("");
}
