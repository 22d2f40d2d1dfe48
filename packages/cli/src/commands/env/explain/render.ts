import { pathText, type Shown, type VariableExplanation, type VariablePlace } from "@slipway/compose";
import type { ExplainedSetting, ExplainedSource } from "@slipway/settings";
import { shortPath } from "../../../output/render-error.ts";
import type { Style } from "../../../output/style.ts";
import { pad } from "../../../output/width.ts";
import { shortFrom } from "../../../settings/short-from.ts";

interface View {
  readonly style: Style;
  readonly cwd: string;
}

/**
 * One setting: its value, what it is, and every source with what became of it.
 *
 *     LOG_LEVEL = info
 *       enum, required, for development; slipway.settings.yaml:2:3
 *       won     .env.development:2
 *       lower   .env:4               debug
 *       absent  the variable LOG_LEVEL
 */
export function renderSetting(
  setting: ExplainedSetting,
  places: readonly VariablePlace[],
  { style, cwd }: View,
): string {
  const { key, shown, type, secret, required, environment, services, description, declared, sources, status } = setting;
  const lines = [`${style.bold(key)}${shown ? ` = ${valueText(shown.host, secret)}` : ` ${style.red(status)}`}`];
  if (shown && shown.container !== shown.host)
    lines.push(`  ${style.dim("in containers")} ${valueText(shown.container, secret)}`);
  if (description !== undefined) lines.push(`  ${description}`);
  const kind = [secret ? `secret ${type}` : type, required ? "required" : "optional", `for ${environment}`];
  const seen = services.length > 0 ? `; seen by ${services.join(", ")}` : "";
  const place = `${shortPath(declared.file, cwd)}:${declared.line}:${declared.column}`;
  lines.push(`  ${style.dim(`${kind.join(", ")}; ${place}${seen}`)}`);
  if (setting.references.length > 0) lines.push(`  ${style.dim(`put together of ${setting.references.join(", ")}`)}`);
  const told = sources.filter(({ verdict }) => verdict !== "absent");
  const absent = sources.filter(({ verdict }) => verdict === "absent");
  const width = Math.max(0, ...sources.map((source) => shortFrom(source, cwd).length));
  for (const source of [...told, ...absent]) lines.push(renderSource(source, width, { style, cwd }));
  lines.push(...renderPlaces(places, { style, cwd }));
  return `${lines.join("\n")}\n`;
}

function renderSource(source: ExplainedSource, width: number, { style, cwd }: View): string {
  const { verdict, why, shown } = source;
  const sign =
    verdict === "won" || verdict === "forced" ? style.green : verdict === "absent" ? style.dim : style.yellow;
  const more = [why, ...(shown === undefined || verdict === "won" ? [] : [shown])].filter((text) => text !== "");
  return `  ${sign(pad(verdict, 12))} ${pad(shortFrom(source, cwd), width)}  ${style.dim(more.join("  "))}`.trimEnd();
}

function valueText(text: string, secret: boolean): string {
  if (secret) return `(${text})`;
  return /^\S+(?: \S+)*$/.test(text) ? text : JSON.stringify(text);
}

/**
 * One variable of the Compose files: what gives it its value, what that hides, and where it is used.
 *
 *     TAG = 1.27
 *       the shell
 *       instead of
 *       .env:3:1  (4 characters)
 *       used by
 *       services.web.image  compose.yaml:3:12  1.26 when it is not set
 */
export function renderVariable({ name, sources, places }: VariableExplanation, { style, cwd }: View): string {
  const [winner, ...hidden] = sources;
  const lines = [`${style.bold(name)}${winner ? ` = ${shownText(winner.value)}` : " is not set"}`];
  const from = (use: (typeof sources)[number]): string =>
    use.at ? style.cyan(`${shortPath(use.at.file, cwd)}:${use.at.line}:${use.at.column}`) : "the shell";
  if (winner) lines.push(`  ${from(winner)}`);
  if (hidden.length > 0) lines.push(`  ${style.dim("instead of")}`);
  for (const use of hidden) lines.push(`  ${from(use)}  ${shownText(use.value)}`);
  lines.push(...renderPlaces(places, { style, cwd }));
  return `${lines.join("\n")}\n`;
}

/** The places in the Compose files that a variable stands in. */
function renderPlaces(places: readonly VariablePlace[], { style, cwd }: View): readonly string[] {
  const lines = places.map(({ path, at, default: fallback, required }) => {
    const place = style.cyan(`${shortPath(at.file, cwd)}:${at.line}:${at.column}`);
    const unset = fallback === undefined ? (required ? "must be set" : "") : `${fallback || '""'} when it is not set`;
    return `  ${[pathText(path), place, ...(unset === "" ? [] : [style.dim(unset)])].join("  ")}`;
  });
  return lines.length > 0 ? [`  ${style.dim("used by")}`, ...lines] : [];
}

function shownText(value: Shown | undefined): string {
  if (value === undefined) return "";
  if ("length" in value) return value.length === 1 ? "(1 character)" : `(${value.length} characters)`;
  return String(value.value);
}
