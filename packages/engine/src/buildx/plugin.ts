import { accessSync, constants, existsSync } from "node:fs";
import { join } from "node:path";
import type { ConnectOptions } from "../connect-options.ts";
import { parseJsonFile } from "../endpoint/context.ts";
import { dockerConfigDirectory } from "../endpoint/resolve.ts";

/** Where the system's packages put plugins of the docker CLI. Source: docker/cli `cli-plugins/manager/manager_unix.go`. */
const systemFolders = ["/usr/local/lib", "/usr/local/libexec", "/usr/lib", "/usr/libexec"].map(
  (folder) => `${folder}/docker/cli-plugins`,
);

/**
 * The executable of the docker CLI's plugin buildx, looked for where the CLI looks; undefined when it is not installed.
 * @throws ENGINE_CONFIG_INVALID
 */
export function findBuildx(env: ConnectOptions["env"]): string | undefined {
  const directory = dockerConfigDirectory(env);
  const file = join(directory, "config.json");
  const config = (existsSync(file) ? parseJsonFile(file) : {}) as { cliPluginsExtraDirs?: readonly string[] };
  const folders = [...(config.cliPluginsExtraDirs ?? []), join(directory, "cli-plugins"), ...systemFolders];
  return folders.map((folder) => join(folder, "docker-buildx")).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
