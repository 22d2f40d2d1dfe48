import type { Explanation, Place, Shown, Source, VariableUse, Via } from "@slipway/compose";
import { pathText } from "@slipway/compose";
import { shortPath } from "../../output/render-error.ts";
import type { Style } from "../../output/style.ts";

interface View {
  readonly style: Style;
  readonly cwd: string;
}

/**
 * Where values come from, as people read it: the value, the place that gave it, and below `instead of` what it replaced.
 *
 *     services.web.environment.PORT = 8080
 *       compose.override.yaml:4:13  ${PORT:-3000}
 *         PORT = 8080, from the shell
 *       instead of
 *       compose.yaml:5:13  80
 */
export function renderExplanations(explanations: readonly Explanation[], view: View): string {
  return explanations.map((one) => renderExplanation(one, view)).join("\n");
}

/** The same for programs: one object for each value. */
export function renderExplanationsJson(explanations: readonly Explanation[]): string {
  const objects = explanations.map(({ path, ...rest }) => ({ path: pathText(path), ...rest }));
  return `${JSON.stringify(objects, null, 2)}\n`;
}

function renderExplanation({ path, value, sources }: Explanation, view: View): string {
  const { style } = view;
  const [winner, ...replaced] = sources;
  const lines = [`${style.bold(pathText(path))} = ${textOf(value)}`];
  if (winner) lines.push(...renderSource(winner, value, view));
  if (replaced.length > 0) lines.push(`  ${style.dim("instead of")}`);
  for (const source of replaced) lines.push(...renderSource(source, undefined, view));
  return `${lines.join("\n")}\n`;
}

/** `said`: the value in the line above, which need not be said again. */
function renderSource(source: Source, said: Shown | undefined, view: View): string[] {
  const { style } = view;
  const place = source.at ? style.cyan(placeText(source.at, view)) : "";
  const kind = source.kind === "file" ? "" : (source.because ?? source.kind);
  const own = source.written ?? (said === undefined ? textOf(source.value) : "");
  const because = source.replacedBy ? style.dim(`replaced by ${source.replacedBy}`) : "";
  return [
    `  ${[place, kind, own, because].filter((part) => part !== "").join("  ")}`,
    ...(source.variables ?? []).map((use) => `    ${variableText(use, view)}`),
    ...(source.via ?? []).map((via) => `    ${viaText(via, view)}`),
  ];
}

function variableText({ name, from, at, value }: VariableUse, view: View): string {
  const origin = {
    shell: "from the shell",
    file: `from ${at ? placeText(at, view) : "an env file"}`,
    default: "is not set, so its default counts",
    project: "the project's name",
    unset: "is not set",
  }[from];
  return value === undefined ? `${name} ${origin}` : `${name} = ${textOf(value)}, ${origin}`;
}

function viaText({ kind, service, at }: Via, view: View): string {
  const what = kind === "extends" ? `extends ${service}` : "included";
  return view.style.dim(`${what} at ${placeText(at, view)}`);
}

function placeText({ file, line, column }: Place, { cwd }: View): string {
  return `${shortPath(file, cwd)}:${line}:${column}`;
}

function textOf(value: Shown): string {
  if ("length" in value) return value.length === 1 ? "(1 character)" : `(${value.length} characters)`;
  return typeof value.value === "string" && /^\S+(?: \S+)*$/.test(value.value)
    ? value.value
    : JSON.stringify(value.value);
}
