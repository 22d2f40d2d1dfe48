import type { Diagnostic } from "@slipway/core";
import type { Contract, LoadOptions, Resolution, Snapshot } from "@slipway/settings";
import type { Context } from "../context.ts";
import type { Globals } from "../globals.ts";
import { warn } from "../output/warn.ts";
import { keptContracts } from "./kept-contracts.ts";

/** What the options say of which settings are meant. */
export interface AskedSettings {
  readonly environment: string | undefined;
  readonly settings: string | undefined;
  readonly breakGlass: boolean;
}

/** The options for loading settings, out of those of a command. */
export function loadOptions(
  { cwd, env }: Pick<Context, "cwd" | "env">,
  { environment, settings, breakGlass }: AskedSettings,
): LoadOptions {
  return {
    cwd,
    env,
    ...keptContracts({ env }),
    breakGlass,
    ...(environment === undefined ? {} : { environment }),
    ...(settings === undefined ? {} : { file: settings }),
  };
}

/** Settings that were asked for, whether or not something is wrong with them. */
export interface OpenSettings {
  readonly contract: Contract;
  readonly resolution: Resolution;
  readonly diagnostics: readonly Diagnostic[];
}

/** Settings with all that is wrong with them. @throws SETTINGS_INVALID when the settings file itself is wrong */
export async function openSettings(
  context: Context,
  asked: AskedSettings,
  more: Partial<LoadOptions> = {},
): Promise<OpenSettings> {
  const { environmentOf, loadSettings, settingsInvalid } = await import("@slipway/settings");
  const options = { ...loadOptions(context, asked), ...more };
  const { contract, resolution, diagnostics } = await loadSettings(options);
  if (!contract || !resolution) throw settingsInvalid(environmentOf(options), diagnostics);
  return { contract, resolution, diagnostics };
}

/** Settings that have no error; warnings are shown. @throws SETTINGS_INVALID with everything that is wrong */
export async function openSnapshot(
  context: Context,
  globals: Globals,
  asked: AskedSettings,
  more: Partial<LoadOptions> = {},
): Promise<{ readonly snapshot: Snapshot; readonly resolution: Resolution }> {
  const { resolution, diagnostics } = await openSettings(context, asked, more);
  const { snapshot } = resolution;
  if (!snapshot) {
    const { settingsInvalid } = await import("@slipway/settings");
    throw settingsInvalid(resolution.environment, diagnostics);
  }
  warn(context, globals, diagnostics);
  return { snapshot, resolution };
}
