import type { Path, Position } from "@slipway/core";
import { parseDotenv, SourceText } from "@slipway/core";
import { composeErrors } from "../errors.ts";
import { mapValues } from "../map-values.ts";
import type { Project } from "../model/project.ts";
import type { Build, Service } from "../model/service.ts";
import { ownValue } from "../own-value.ts";
import { resolve } from "../path-names.ts";
import { readIfThere } from "../read-documents.ts";
import type { LoadContext } from "./context.ts";

type Context = Pick<
  LoadContext,
  "diagnostics" | "env" | "files" | "remotes" | "normalise" | "readEnvFiles" | "workingDir"
> & {
  readonly locate: (path: Path) => Position | undefined;
};

/**
 * The project with the variables of every service final: env files in order, then `environment` over them; a variable
 * without a value takes the one of the project's environment, else stays null, which means unset. Label files go under
 * the labels, build arguments that have no value anywhere are dropped. The lists of files that were read are gone;
 * with `readEnvFiles: false` that of env files stays instead.
 * Source: Compose Specification, "env_file", "environment"; compose-go `WithServicesEnvironmentResolved`.
 */
export function resolveEnvironment(project: Project, context: Context): Project {
  return { ...project, services: mapValues(project.services, (service) => resolveService(service, context)) };
}

function resolveService(service: Service, context: Context): Service {
  const own = mapValues(service.environment ?? {}, (value, name) => value ?? ownValue(context.env, name) ?? null);
  const environment = { ...(context.readEnvFiles ? variablesOfFiles(service, own, context) : {}), ...own };
  const labels = { ...labelsOfFiles(service, context), ...service.labels };
  const { label_file: _, env_file, ...rest } = service as Service & { label_file?: unknown };
  return {
    ...rest,
    ...(service.environment || (context.readEnvFiles && env_file) ? { environment } : {}),
    ...(env_file && !context.readEnvFiles ? { env_file } : {}),
    ...(service.labels || Object.keys(labels).length > 0 ? { labels } : {}),
    ...(service.build ? { build: resolveBuild(service.build, context) } : {}),
  };
}

function resolveBuild(build: Build, { env, normalise }: Context): Build {
  if (!build.args) return build;
  const given = Object.entries(build.args).map(([name, value]) => [name, value ?? ownValue(env, name)] as const);
  if (!normalise) return { ...build, args: Object.fromEntries(given.map(([name, value]) => [name, value ?? null])) };
  return {
    ...build,
    args: Object.fromEntries(given.filter((pair): pair is [string, string] => pair[1] !== undefined)),
  };
}

/** Interpolation within a file sees the project's environment first, then the service's own variables, then earlier files. */
function variablesOfFiles(
  service: Service,
  own: Readonly<Record<string, string | null>>,
  context: Context,
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [index, { path, required, format }] of (service.env_file ?? []).entries()) {
    // An entry without a path was told of when the file was held against the schema.
    if (!path) continue;
    const at = ["services", service.name, "env_file", index];
    const { text, missing } = readIfThere(resolve(context.workingDir, path), context, context.locate(at));
    if (missing && required !== false) report("COMPOSE_ENV_FILE_NOT_FOUND", service, path, at, context);
    if (text === undefined) continue;
    if (format === "raw") Object.assign(found, rawVariables(text, context.env));
    else {
      const lookup = (name: string): string | undefined =>
        ownValue(context.env, name) ?? ownValue(own, name) ?? ownValue(found, name);
      Object.assign(
        found,
        Object.fromEntries(parseDotenv(new SourceText(path, text, false), lookup, context.diagnostics, "COMPOSE")),
      );
    }
  }
  return found;
}

/** Lines as `docker run --env-file` reads them: no quotes, no variables; a lone name takes its value from outside. */
function rawVariables(text: string, env: Readonly<Record<string, string>>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const line of text.split(/\r?\n/).map((line) => line.trimStart())) {
    if (line === "" || line.startsWith("#")) continue;
    const at = line.indexOf("=");
    const name = at === -1 ? line.trimEnd() : line.slice(0, at);
    const value = at === -1 ? ownValue(env, name) : line.slice(at + 1);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

function labelsOfFiles(
  service: Service & { readonly label_file?: readonly string[] },
  context: Context,
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [index, path] of (service.label_file ?? []).entries()) {
    const at = ["services", service.name, "label_file", index];
    const { text, missing } = readIfThere(resolve(context.workingDir, path), context, context.locate(at));
    if (missing) report("COMPOSE_LABEL_FILE_NOT_FOUND", service, path, at, context);
    if (text !== undefined)
      Object.assign(
        found,
        Object.fromEntries(
          parseDotenv(
            new SourceText(path, text, false),
            (name) => ownValue(context.env, name),
            context.diagnostics,
            "COMPOSE",
          ),
        ),
      );
  }
  return found;
}

function report(
  code: "COMPOSE_ENV_FILE_NOT_FOUND" | "COMPOSE_LABEL_FILE_NOT_FOUND",
  service: Service,
  path: string,
  at: Path,
  { diagnostics, locate }: Context,
): void {
  diagnostics.add(composeErrors.diagnostic(code, { service: service.name, path }, locate(at)));
}
