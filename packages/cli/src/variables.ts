import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Diagnostics, parseDotenv, SourceText } from "@slipway/core";
import type { Context } from "./context.ts";
import { cliErrors } from "./errors.ts";

/** Variables as given: those without a value (`-e NAME`) take it from the environment; null when it is unset there. */
export function withEnvironment(
  given: Readonly<Record<string, string | null>>,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string | null> {
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, value ?? env[key] ?? null]));
}

/** The variables of env files, later files before earlier ones. Throws `CLI_ENV_FILE` with all that is wrong with them. */
export function fromFiles(
  { cwd, env }: Pick<Context, "cwd" | "env">,
  files: readonly string[],
): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const file of files) {
    const path = resolve(cwd, file);
    const diagnostics = new Diagnostics();
    const lookup = (name: string): string | undefined => env[name] ?? variables[name];
    for (const [key, value] of parseDotenv(
      new SourceText(path, read(path, file), false),
      lookup,
      diagnostics,
      "COMPOSE",
    ))
      variables[key] = value;
    if (diagnostics.hasErrors)
      throw cliErrors.error("CLI_ENV_FILE", { file, reason: "it has errors" }, { diagnostics: diagnostics.errors });
  }
  return variables;
}

function read(path: string, file: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const reason = code === "ENOENT" ? "there is no such file" : String(code);
    throw cliErrors.error("CLI_ENV_FILE", { file, reason }, { cause });
  }
}
