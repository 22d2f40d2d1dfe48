import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import { isProviderType } from "./provider-type.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Where plugins of the docker command are kept for all users. Source: docker/cli, `cli-plugins/manager/manager_unix.go`. */
const sharedFolders = [
  "/usr/local/lib/docker/cli-plugins",
  "/usr/local/libexec/docker/cli-plugins",
  "/usr/lib/docker/cli-plugins",
  "/usr/libexec/docker/cli-plugins",
];

/** The plugin `docker-<name>` of the docker command; undefined when there is none. */
export async function findPlugin(name: string, env: Env): Promise<string | undefined> {
  const own = join(env.DOCKER_CONFIG || join(env.HOME ?? "/", ".docker"), "cli-plugins");
  return firstExecutable([own, ...sharedFolders].map((folder) => join(folder, `docker-${name}`)));
}

/**
 * The program behind `provider.type`: a plugin of the docker command, else a program of that name on the PATH. Only a name is looked
 * up, never a path: what a Compose file brings along is not run. Source: docker/compose `docs/extension.md`.
 */
export async function findProvider(type: string, env: Env): Promise<string | undefined> {
  if (!isProviderType(type)) return undefined;
  const folders = (env.PATH ?? "").split(delimiter).filter(isAbsolute);
  return (await findPlugin(type, env)) ?? (await firstExecutable(folders.map((folder) => join(folder, type))));
}

async function firstExecutable(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return undefined;
}
