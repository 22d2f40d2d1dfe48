import { dirname, join } from "node:path";
import type { Files } from "@slipway/core";
import { settingsErrors } from "./errors.ts";

/** The names under which a settings file is found, in order of preference. */
export const settingsFileNames: readonly string[] = ["slipway.settings.yaml", "slipway.settings.yml"];

/** The settings file of a folder or the nearest one above it. @throws SETTINGS_NO_FILE */
export function findSettingsFile(cwd: string, files: Pick<Files, "exists">): string {
  const found = findSettingsFileIfAny(cwd, files);
  if (found === undefined) throw settingsErrors.error("SETTINGS_NO_FILE", { directory: cwd });
  return found;
}

/** The settings file of a folder or the nearest one above it, when the project has one. */
export function findSettingsFileIfAny(cwd: string, files: Pick<Files, "exists">): string | undefined {
  for (let directory = cwd; ; directory = dirname(directory)) {
    const name = settingsFileNames.find((candidate) => files.exists(join(directory, candidate)));
    if (name !== undefined) return join(directory, name);
    if (dirname(directory) === directory) return undefined;
  }
}
