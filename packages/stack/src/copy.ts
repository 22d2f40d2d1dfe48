import { lstat } from "node:fs/promises";
import { basename, dirname, join, posix, resolve } from "node:path";
import { type Engine, type PathStat, packPath, unpackInto } from "@slipway/engine";
import { stackErrors } from "./errors.ts";
import type { ObservedContainer } from "./observed.ts";

export interface CopyOptions {
  readonly signal: AbortSignal;
  /** Keep user and group ids; else what arrives belongs to root in a container, and to the person here. */
  readonly keepOwners: boolean;
  /** Copy what a link at the source points to, instead of the link. */
  readonly followLink: boolean;
}

/**
 * Copies a path of this machine into a container, by the rules of `docker cp`: into a directory that is there, else under the
 * new name; a source that ends in `/.` stands for the content of the directory.
 * @throws STACK_COPY, ENGINE_BUILD_CONTEXT
 */
export async function copyInto(
  engine: Engine,
  { id, name }: Pick<ObservedContainer, "id" | "name">,
  { source, target, signal, ...options }: CopyOptions & { readonly source: string; readonly target: string },
): Promise<void> {
  const found = await statFollowing(engine, id, target, signal);
  const local = await lstat(source.replace(/(.)\/+$/, "$1")).catch(() => undefined);
  if (!local) throw stackErrors.error("STACK_COPY", { path: source, why: "there is no such file or directory" });
  const contentOnly = /(^|\/)\.$/.test(source) && local.isDirectory();
  if (found && !found.stat.isDirectory && local.isDirectory())
    throw stackErrors.error("STACK_COPY", {
      path: `${name}:${target}`,
      why: "a directory cannot take the place of a file",
    });
  if (!found && target.endsWith("/") && !local.isDirectory())
    throw stackErrors.error("STACK_COPY", { path: `${name}:${target}`, why: "there is no such directory" });
  const into = found?.stat.isDirectory ? found.path : posix.dirname(posix.resolve("/", found?.path ?? target));
  const own = found?.stat.isDirectory
    ? basename(resolve(source))
    : posix.basename(posix.resolve("/", found?.path ?? target));
  const as = found?.stat.isDirectory && contentOnly ? "" : own;
  const archive = packPath(source, { as, ...options });
  await engine.containers.putArchive(id, into, archive, { signal, keepOwners: options.keepOwners });
}

/**
 * Copies a path of a container to this machine, by the same rules.
 * @throws STACK_COPY, ENGINE_UNPACK
 */
export async function copyOut(
  engine: Engine,
  { id, name }: Pick<ObservedContainer, "id" | "name">,
  { source, target, signal, ...options }: CopyOptions & { readonly source: string; readonly target: string },
): Promise<void> {
  const found = options.followLink
    ? await statFollowing(engine, id, source, signal)
    : await statPlain(engine, id, source, signal);
  if (!found)
    throw stackErrors.error("STACK_COPY", { path: `${name}:${source}`, why: "there is no such file or directory" });
  const local = await lstat(target).catch(() => undefined);
  if (local && !local.isDirectory() && found.stat.isDirectory)
    throw stackErrors.error("STACK_COPY", { path: target, why: "a directory cannot take the place of a file" });
  if (!local && target.endsWith("/") && !found.stat.isDirectory)
    throw stackErrors.error("STACK_COPY", { path: target, why: "there is no such directory" });
  const contentOnly = /(^|\/)\.$/.test(source) && found.stat.isDirectory;
  const root = local?.isDirectory() ? target : dirname(resolve(target));
  const own = local?.isDirectory() ? posix.basename(posix.resolve("/", source)) : basename(resolve(target));
  // The archive names everything by the last part of the path, which stays away for `DIRECTORY/.`.
  const rename = (path: string): string => {
    const rest = path.split("/").slice(1).join("/");
    return local?.isDirectory() && contentOnly ? rest : join(own, rest);
  };
  const archive = await engine.containers.getArchive(id, posix.resolve("/", found.path), { signal });
  await unpackInto(root, archive, { rename, keepOwners: options.keepOwners });
}

interface Found {
  readonly path: string;
  readonly stat: PathStat;
}

async function statPlain(engine: Engine, id: string, path: string, signal: AbortSignal): Promise<Found | undefined> {
  const stat = await engine.containers.statPath(id, path, { signal });
  return stat && { path, stat };
}

/** What a path leads to when it is a link. The engine gives link targets as paths of the container. */
async function statFollowing(
  engine: Engine,
  id: string,
  path: string,
  signal: AbortSignal,
): Promise<Found | undefined> {
  const found = await statPlain(engine, id, path, signal);
  if (!found?.stat.isLink) return found;
  return statPlain(engine, id, posix.resolve(posix.dirname(posix.resolve("/", path)), found.stat.linkTarget), signal);
}
