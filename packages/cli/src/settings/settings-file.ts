import { dirname, resolve } from "node:path";
import { diskFiles, findSettingsFileIfAny } from "@slipway/core";
import type { Context } from "../context.ts";
import type { Globals } from "../globals.ts";

/** The settings file of a project: beside its first Compose file, in its directory, or above. */
export function settingsFileOf({ cwd }: Context, { file, projectDirectory }: Globals): string | undefined {
  const [first] = file;
  const beside = first === undefined || first === "-" || first.includes("://") ? cwd : dirname(resolve(cwd, first));
  return findSettingsFileIfAny(projectDirectory === undefined ? beside : resolve(cwd, projectDirectory), diskFiles);
}
