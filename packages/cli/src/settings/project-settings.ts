import { type Diagnostic, diskFiles, type Files, isSlipwayError } from "@slipway/core";
import type { LoadOptions, Outcome, Resolution, Setting } from "@slipway/settings";
import type { ServiceSettings } from "@slipway/stack";
import type { Context } from "../context.ts";
import type { Globals } from "../globals.ts";
import { shortPath } from "../output/render-error.ts";
import { keptContracts } from "./kept-contracts.ts";

/**
 * How much a command needs of the settings: `make` writes the secrets that are missing, `pretend` plans with values that are forgotten
 * again, `local` takes what this machine knows, asks nobody and complains of nothing; `names` is the same for commands that only need the
 * names in the project, and has some value for everything.
 */
export type SettingsNeed = "make" | "pretend" | "local" | "names";

/** What the settings of a project's directory give to its Compose files. */
export interface ProjectSettings {
  /** For interpolation, over the process's environment. */
  readonly variables: Readonly<Record<string, string>>;
  /** What each service sees. */
  readonly services: ServiceSettings;
  /** The names of variables that were made just now. */
  readonly made: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** @throws SETTINGS_INVALID, unless the need is `local` or `names` */
export async function projectSettings(
  context: Context,
  globals: Globals,
  file: string,
  need: SettingsNeed,
): Promise<ProjectSettings> {
  const { environmentOf, loadSettings, settingsInvalid, vaultNotAsked } = await import("@slipway/settings");
  const local = need === "local" || need === "names";
  const options: LoadOptions = {
    cwd: context.cwd,
    env: context.env,
    file,
    ...keptContracts(context),
    ...(local ? { vault: vaultNotAsked } : {}),
  };
  const made = need === "make" ? await makeMissing(context, globals, options) : [];
  const files = need === "pretend" ? await pretended(options) : undefined;
  const { resolution, diagnostics } = await loadSettings({ ...options, ...(files ? { files } : {}) });
  if (!local && !resolution?.snapshot) {
    throw settingsInvalid(resolution?.environment ?? environmentOf(options), diagnostics);
  }
  const given = resolution ? givenBy(resolution, need === "names") : { variables: {}, services: new Map() };
  return { ...given, made, diagnostics: local ? [] : diagnostics };
}

/** Makes what is missing, and tells so; environments whose secrets come from elsewhere are left to themselves. */
async function makeMissing(context: Context, { progress }: Globals, options: LoadOptions): Promise<readonly string[]> {
  const ensured = await ensure(options, false);
  if (!ensured) return [];
  const { path, made, ignored } = ensured;
  const shown = shortPath(path, context.cwd);
  const lines = [
    ...(made.length > 0 ? [`made ${made.join(", ")} in ${shown}`] : []),
    ...(ignored === undefined ? [] : [`added ${shown} to ${shortPath(ignored, context.cwd)}`]),
  ];
  for (const message of progress === "quiet" ? [] : lines)
    context.stderr.write(progress === "json" ? `${JSON.stringify({ level: "info", message })}\n` : `${message}\n`);
  return made;
}

/** A disk on which the secrets that are missing have a value. */
async function pretended(options: LoadOptions): Promise<Files | undefined> {
  const ensured = await ensure(options, true);
  if (!ensured || ensured.made.length === 0) return undefined;
  const { generateSecret } = await import("@slipway/settings");
  const lines = ensured.made.map((key) => `${key}=${generateSecret(32)}\n`).join("");
  return {
    ...diskFiles,
    exists: (path) => path === ensured.path || diskFiles.exists(path),
    read: (path) => (path === ensured.path ? `${diskFiles.read(path) ?? ""}\n${lines}` : diskFiles.read(path)),
  };
}

async function ensure(options: LoadOptions, dryRun: boolean) {
  const { ensureSecrets } = await import("@slipway/settings");
  try {
    return await ensureSecrets({ ...options, dryRun });
  } catch (cause) {
    if (isSlipwayError(cause) && cause.code === "SETTINGS_SECRETS_NOT_HERE") return undefined;
    throw cause;
  }
}

/** `whole`: what has no value gets one that fits its type, and that says nothing. */
function givenBy({ outcomes }: Resolution, whole: boolean): Pick<ProjectSettings, "variables" | "services"> {
  const variables: Record<string, string> = {};
  const services = new Map<
    string,
    { key: string; name: string; value: string; asFile: boolean; at: Setting["at"] }[]
  >();
  for (const { setting, read } of outcomes.values()) {
    const value = read ? textIn(read) : whole ? (anyValue[setting.type] ?? "unset") : undefined;
    if (value === undefined) continue;
    variables[setting.variable] = value;
    for (const service of setting.services) {
      const given = services.get(service) ?? [];
      services.set(service, given);
      const { key, variable: name, at } = setting;
      given.push({ key, name, value, asFile: setting.deliver === "file", at });
    }
  }
  return { variables, services };
}

const anyValue: Readonly<Record<string, string>> = {
  int: "1",
  number: "1",
  port: "1",
  bool: "false",
  duration: "1s",
  bytes: "1m",
  url: "http://unset",
  json: "null",
};

/** As containers read it. */
function textIn({ container }: NonNullable<Outcome["read"]>): string {
  return typeof container.text === "string" ? container.text : container.text.reveal();
}
