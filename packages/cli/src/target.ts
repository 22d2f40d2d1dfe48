import type { Project } from "@slipway/compose";
import type { Context } from "./context.ts";
import { type LookAhead, reachEngine } from "./engine.ts";
import { cliErrors } from "./errors.ts";
import type { Globals } from "./globals.ts";
import { load, withSocket } from "./project.ts";

/** What a command that reads labels works on: a project, or only the name of one. */
export type Target = Project | { readonly name: string };

/**
 * The project, or its name alone when `-p` is given without a file: `ps`, `logs`, `exec` and the like then work from
 * the labels on the engine. Without any file COMPOSE_PROJECT_NAME does the same. Source: docker compose, `projectOrName`.
 */
export async function openTarget(context: Context, globals: Globals, look?: LookAhead): Promise<Target> {
  reachEngine(context, globals, look);
  const named = globals.projectName;
  if (named !== undefined && globals.file.length === 0 && !context.env.COMPOSE_FILE) return { name: checkName(named) };
  const { project, diagnostics } = await load(context, globals, { settings: "names" });
  if (project) return withSocket(context, globals, project);
  const fallback = context.env.COMPOSE_PROJECT_NAME;
  if (fallback && diagnostics.some((found) => found.code === "COMPOSE_NO_FILE")) return { name: fallback };
  const errors = diagnostics.filter((found) => found.severity === "error");
  throw cliErrors.error("CLI_PROJECT_INVALID", { errors: errors.length }, { diagnostics });
}

/** Source: Compose Specification, "Name top-level element". */
function checkName(name: string): string {
  if (/^[a-z0-9][a-z0-9_-]*$/.test(name)) return name;
  const expected = "lower-case letters, digits, - and _, beginning with a letter or digit";
  throw cliErrors.error("CLI_BAD_VALUE", { option: "--project-name", value: name, expected });
}

/** The project behind a target, when it was loaded. */
export function projectOf(target: Target): Project | undefined {
  return "services" in target ? target : undefined;
}
