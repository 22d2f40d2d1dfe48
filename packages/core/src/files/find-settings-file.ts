import { dirname, join } from "node:path";
import type { Files } from "./files.ts";

/** The names under which a settings file is found, in order of preference. */
const settingsFileNames: readonly string[] = ["slipway.settings.yaml", "slipway.settings.yml"];

/** The settings file of a folder or the nearest one above it, when the project has one. Every command asks, so it is here and not where settings are read. */
export function findSettingsFileIfAny(cwd: string, files: Pick<Files, "exists">): string | undefined {
  for (let directory = cwd; ; directory = dirname(directory)) {
    const name = settingsFileNames.find((candidate) => files.exists(join(directory, candidate)));
    if (name !== undefined) return join(directory, name);
    if (dirname(directory) === directory) return undefined;
  }
}
