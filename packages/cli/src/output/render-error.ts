import { isAbsolute, relative } from "node:path";
import { type Diagnostic, formatPosition, isSlipwayError, type Position, type SlipwayError } from "@slipway/core";
import { cliErrors } from "../errors.ts";
import type { Style } from "./style.ts";

interface View {
  readonly style: Style;
  readonly cwd: string;
}

/**
 * A finding as people read it: what, where, the line with a mark under the offending text, what to do.
 *
 *     error[COMPOSE_UNKNOWN_KEY]: service "web" has no key "prots"
 *       --> compose.yaml:4:5
 *        |
 *      4 |     prots: ["80"]
 *        |     ^^^^^
 *     hint: did you mean "ports"?
 */
export function renderDiagnostic(diagnostic: Diagnostic, view: View): string {
  const { style } = view;
  const paint = diagnostic.severity === "error" ? style.red : style.yellow;
  const lines = [
    `${style.bold(paint(`${diagnostic.severity}[${diagnostic.code}]`))}${style.bold(`: ${diagnostic.message}`)}`,
  ];
  if (diagnostic.at) lines.push(...renderPlace(diagnostic.at, paint, view));
  if (diagnostic.also) lines.push(`${style.bold(style.cyan("also"))}: ${morePlaces(diagnostic.also, view)}`);
  if (diagnostic.hint) lines.push(`${style.bold(style.cyan("hint"))}: ${diagnostic.hint}`);
  return `${lines.join("\n")}\n`;
}

function renderPlace(at: Position, paint: (text: string) => string, { style, cwd }: View): string[] {
  const number = String(at.line);
  const margin = " ".repeat(number.length);
  const bar = style.blue(`${margin} |`);
  const place = `${margin}${style.blue("-->")} ${shortPath(at.file, cwd)}:${at.line}:${at.column}`;
  if (at.text === undefined) return [place];
  const before = at.text.slice(0, at.column - 1);
  const marked = at.text.slice(at.column - 1, Math.max(at.endColumn ?? at.column, at.column + 1) - 1);
  const indent = before.replace(/[^\t]/g, " ");
  return [
    place,
    bar,
    `${style.blue(`${number} |`)} ${at.text}`,
    `${bar} ${indent}${paint("^".repeat(Math.max(1, Bun.stringWidth(marked))))}`,
  ];
}

/** So many further places of a warning are named; the others are counted. */
const namedPlaces = 4;

function morePlaces(also: readonly Position[], { cwd }: View): string {
  const named = also.slice(0, namedPlaces).map((at) => formatPosition({ ...at, file: shortPath(at.file, cwd) }));
  const rest = also.length - named.length;
  return rest > 0 ? `${named.join(", ")} and ${rest} more` : named.join(", ");
}

/** A path as it is shortest to read from where the person stands. */
export function shortPath(path: string, cwd: string): string {
  if (!isAbsolute(path)) return path;
  const near = relative(cwd, path);
  return near !== "" && near.length < path.length ? near : path;
}

/** All findings of an error, its own message last when they do not already say it. */
function diagnosticsOf(error: SlipwayError): readonly Diagnostic[] {
  const several = error.diagnostics.filter((found) => found.severity === "error").length > 1;
  if (error.diagnostics.length === 0) return [error.toDiagnostic()];
  return several || !error.diagnostics.some((found) => found.severity === "error")
    ? [...error.diagnostics, error.toDiagnostic()]
    : error.diagnostics;
}

/** Any failure as text for standard error: a frame for each finding; no stack unless SLIPWAY_DEBUG asks for it. */
export function renderError(thrown: unknown, view: View & { readonly debug: boolean }): string {
  const error = toSlipwayError(thrown);
  const text = diagnosticsOf(error)
    .map((found) => renderDiagnostic(found, view))
    .join("\n");
  if (!view.debug || !(thrown instanceof Error)) return text;
  return `${text}\n${causes(thrown).join("\n")}\n`;
}

/** The same as one JSON object on a line: `{"level":"error","code":…}`, for `--progress json`. */
export function renderErrorJson(thrown: unknown): string {
  const error = toSlipwayError(thrown);
  return `${JSON.stringify({ level: "error", ...error.toJSON() })}\n`;
}

/** A failure that nobody expected is a fault of ours, and says so. */
export function toSlipwayError(thrown: unknown): SlipwayError {
  if (isSlipwayError(thrown)) return thrown;
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return cliErrors.error("CLI_INTERNAL", { reason }, { cause: thrown });
}

function causes(error: Error): string[] {
  const own = error.stack ?? error.message;
  return error.cause instanceof Error ? [own, "caused by:", ...causes(error.cause)] : [own];
}
