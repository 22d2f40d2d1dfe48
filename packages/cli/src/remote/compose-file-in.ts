import { existsSync, realpathSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { cliErrors } from "../errors.ts";

const names = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

/**
 * The Compose file at a path below a directory: the path itself, or a default name in it. Nothing outside is given, also
 * not behind symbolic links.
 *
 * @throws CLI_REMOTE_CONTENT
 */
export function composeFileIn(root: string, path: string): string {
  const at = join(root, path);
  const shown = path === "" ? "its top directory" : path;
  const fail = (reason: string): Error => cliErrors.error("CLI_REMOTE_CONTENT", { reason });
  if (!existsSync(at)) throw fail(`there is no ${path} in it`);
  const file = statSync(at).isDirectory() ? names.map((name) => join(at, name)).find((one) => existsSync(one)) : at;
  if (file === undefined) throw fail(`there is no Compose file in ${shown}`);
  const way = relative(realpathSync(root), realpathSync(file));
  if (way === ".." || way.startsWith("../")) throw fail(`${shown} leads out of it`);
  return file;
}
