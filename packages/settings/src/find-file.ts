import { type Files, findSettingsFileIfAny } from "@slipway/core";
import { settingsErrors } from "./errors.ts";

/** The settings file of a folder or the nearest one above it. @throws SETTINGS_NO_FILE */
export function findSettingsFile(cwd: string, files: Pick<Files, "exists">): string {
  const found = findSettingsFileIfAny(cwd, files);
  if (found === undefined) throw settingsErrors.error("SETTINGS_NO_FILE", { directory: cwd });
  return found;
}
