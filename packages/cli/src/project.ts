import type { Loaded, LoadOptions, Project } from "@slipway/compose";
import type { Context } from "./context.ts";
import { askAhead } from "./engine.ts";
import { cliErrors } from "./errors.ts";
import type { Globals } from "./globals.ts";
import { warn } from "./output/warn.ts";
import type { SettingsNeed } from "./settings/project-settings.ts";
import { settingsFileOf } from "./settings/settings-file.ts";

/** The part of the project that a command asks for. */
export type Selection = Pick<
  LoadOptions,
  | "checkConsistency"
  | "explain"
  | "fileSystem"
  | "interpolate"
  | "noDeps"
  | "normalise"
  | "overrides"
  | "profiles"
  | "readEnvFiles"
  | "resolvePaths"
  | "services"
> & {
  /** Whether services get the settings of `slipway.settings.yaml`, and how much is done for that; absent: they do not. */
  readonly settings?: SettingsNeed;
};

export interface OpenProject {
  readonly project: Project;
  readonly locate: Loaded["locate"];
  readonly explain?: Loaded["explain"];
  /** The names of secrets that were made for it just now. */
  readonly madeSecrets?: readonly string[];
}

/** The project that the global options name, as commands that make containers need it: see {@link openWritten}. */
export async function openProject(context: Context, globals: Globals, selection: Selection = {}): Promise<OpenProject> {
  const opened = await openWritten(context, globals, selection);
  return { ...opened, project: await withSocket(context, globals, opened.project) };
}

/** The project that the global options name, as it was written. Warnings go to standard error; errors are thrown together. */
export async function openWritten(context: Context, globals: Globals, selection: Selection = {}): Promise<OpenProject> {
  const { project, locate, explain, diagnostics, madeSecrets } = await load(context, globals, selection);
  const errors = diagnostics.filter((found) => found.severity === "error");
  if (!project || errors.length > 0)
    throw cliErrors.error("CLI_PROJECT_INVALID", { errors: errors.length }, { diagnostics });
  warn(context, globals, diagnostics);
  return { project, locate, ...(explain ? { explain } : {}), ...(madeSecrets?.length ? { madeSecrets } : {}) };
}

/** The project with what `use_api_socket` stands for. An engine without a socket is told of when containers are planned. */
export async function withSocket({ env }: Context, globals: Globals, project: Project): Promise<Project> {
  if (!Object.values(project.services).some(({ use_api_socket: uses }) => uses)) return project;
  const { engineSocket, portableAuthConfig } = await import("@slipway/engine");
  const { host, context } = globals;
  const socket = engineSocket({
    env,
    ...(host === undefined ? {} : { host }),
    ...(context === undefined ? {} : { context }),
  });
  if (socket === undefined) return project;
  const { withApiSocket } = await import("@slipway/stack");
  return withApiSocket(project, { socket, config: (await portableAuthConfig(env)).reveal() });
}

/** Nothing is fetched unless `--allow-remote` or SLIPWAY_ALLOW_REMOTE asks for it. */
async function remoteOption({ env }: Context, globals: Globals): Promise<Pick<LoadOptions, "resolveRemote">> {
  if (!globals.allowRemote && !/^(1|true|yes|on)$/i.test(env.SLIPWAY_ALLOW_REMOTE ?? "")) return {};
  const { remoteResolver } = await import("./remote/resolver.ts");
  return { resolveRemote: remoteResolver(env) };
}

/** A project as far as it can be read, with all that is wrong with it: for questions that an error elsewhere does not touch. */
export async function load(
  context: Context,
  globals: Globals,
  { settings: need, ...selection }: Selection,
): Promise<Loaded & Pick<OpenProject, "madeSecrets">> {
  const file = need && settingsFileOf(context, globals);
  if (!need || file === undefined) return loadWith(context, globals, selection, {});
  const { projectSettings } = await import("./settings/project-settings.ts");
  const { variables, services, made, diagnostics } = await projectSettings(context, globals, file, need);
  const loaded = await loadWith(context, globals, selection, variables);
  const all = { ...loaded, madeSecrets: made, diagnostics: [...diagnostics, ...loaded.diagnostics] };
  if (!loaded.project || services.size === 0) return all;
  const { withSettings } = await import("@slipway/stack");
  const given = withSettings(loaded.project, services, loaded.locate);
  return { ...all, project: given.project, diagnostics: [...all.diagnostics, ...given.diagnostics] };
}

async function loadWith(
  context: Context,
  globals: Globals,
  selection: Omit<Selection, "settings">,
  variables: Readonly<Record<string, string>>,
): Promise<Loaded> {
  const { loadProject } = await import("@slipway/compose");
  return loadProject({
    cwd: context.cwd,
    env: {
      ...context.env,
      ...variables,
      ...(globals.compatibility ? { COMPOSE_COMPATIBILITY: "true" } : {}),
      ...(globals.takeOver ? { SLIPWAY_TAKE_OVER: "true" } : {}),
    },
    files: globals.file,
    envFiles: globals.envFile,
    ...(globals.projectDirectory === undefined ? {} : { projectDirectory: globals.projectDirectory }),
    ...(globals.projectName === undefined ? {} : { projectName: globals.projectName }),
    ...selection,
    named: (name) => askAhead(context, name),
    ...(await remoteOption(context, globals)),
    profiles: [...globals.profile, ...(selection.profiles ?? [])],
  });
}
