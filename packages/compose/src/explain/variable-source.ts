import type { Origin } from "@slipway/core";
import { scan } from "@slipway/core";
import type { LoadOptions } from "../load.ts";
import type { LoadContext } from "../passes/context.ts";
import { dirname, join, resolve } from "../path-names.ts";
import { envFileValue } from "./env-file-value.ts";
import type { VariableUse } from "./explanation.ts";
import type { History } from "./history.ts";
import { looksSecret, shown } from "./reveal.ts";

/** What explaining needs to know of the load. */
export interface ExplainContext {
  readonly context: Pick<LoadContext, "env" | "envFiles" | "files" | "projectName" | "workingDir">;
  readonly history: History;
  readonly options: Pick<LoadOptions, "cwd" | "env" | "files" | "projectDirectory">;
}

/** A variable that was found, and its value when that may not be shown. */
export interface Found {
  readonly use: VariableUse;
  readonly hidden?: string;
}

/** The variables in the text at an origin, each with what gave it its value. */
export function variablesAt({ source, start, end }: Origin, explain: ExplainContext): Found[] {
  const found = new Map<string, Found>();
  const visit = (text: string): void => {
    for (const part of scan(text)) {
      if (typeof part === "string" || part.kind === "invalid") continue;
      const { name, operator, operand } = part;
      const variable = variableSource(name, source.file, explain);
      const byDefault = operator.endsWith("-") && variable.use.from === "unset";
      found.set(name, byDefault ? { use: { name, from: "default" }, ...hide(name, operand) } : variable);
      if (byDefault || operator.endsWith("+")) visit(operand);
    }
  };
  visit(source.text.slice(start, end));
  return [...found.values()];
}

/** What gives a variable its value when it is used in a file: the shell, else the env files, those of the project first. */
export function variableSource(name: string, usedIn: string, { context, history, options }: ExplainContext): Found {
  if (name === "COMPOSE_PROJECT_NAME") return { use: { name, from: "project", value: { value: context.projectName } } };
  const given = options.env[name] ?? (name === "PWD" ? options.cwd : undefined);
  if (given !== undefined) {
    const { hidden } = hide(name, given);
    return { use: { name, from: "shell", value: shown(given, hidden !== undefined) }, ...(hidden ? { hidden } : {}) };
  }
  const included = history.includes.find(({ files }) => files.includes(usedIn))?.envFiles ?? [];
  const own = Object.hasOwn(context.env, name) ? projectEnvFiles(context, options) : [];
  for (const path of [...own, ...[...included].reverse()]) {
    const found = envFileValue(path, name, context.files, (other) => context.env[other]);
    if (found)
      return { use: { name, from: "file", at: found.at, value: shown(found.value, true) }, hidden: found.value };
  }
  return { use: { name, from: "unset" } };
}

function hide(name: string, value: string): { readonly hidden?: string } {
  return looksSecret(["environment", name], value) ? { hidden: value } : {};
}

/** The env files of the project, those that win first: as `baseEnvironment` reads them. */
export function projectEnvFiles(
  { envFiles, workingDir }: ExplainContext["context"],
  { cwd, files, projectDirectory }: ExplainContext["options"],
): readonly string[] {
  if (envFiles.length > 0) return [...envFiles].reverse();
  const first = files?.find((path) => path !== "-");
  const standing = projectDirectory ?? (first === undefined ? "." : dirname(resolve(cwd, first)));
  return [...new Set([join(resolve(cwd, standing), ".env"), join(workingDir, ".env")])];
}
