import { lstat, realpath, stat } from "node:fs/promises";
import { engineErrors } from "../errors.ts";
import { reasonOf } from "../reason.ts";
import type { TarEntry } from "./entry.ts";
import { packEntries } from "./pack.ts";
import { entryOf, walkDirectory } from "./walk.ts";

export interface PackPathOptions {
  /** The name of the file or directory in the archive; empty: the content of the directory alone. */
  readonly as: string;
  /** Pack what a link at the path points to, instead of the link. */
  readonly followLink: boolean;
  /** With user and group ids as they are here; else everything is root's. */
  readonly keepOwners: boolean;
}

/** A file or a directory of this machine as a tar stream. @throws ENGINE_BUILD_CONTEXT */
export async function* packPath(
  path: string,
  { as, followLink, keepOwners }: PackPathOptions,
): AsyncGenerator<Uint8Array, void> {
  let source = path;
  let isDirectory: boolean;
  try {
    source = followLink ? await realpath(path) : path;
    isDirectory = (await (followLink ? stat : lstat)(source)).isDirectory();
  } catch (cause) {
    throw engineErrors.error("ENGINE_BUILD_CONTEXT", { path, why: reasonOf(cause) }, { cause });
  }
  yield* packEntries(isDirectory ? directory(source, as, keepOwners) : single(source, as, keepOwners));
}

async function* single(source: string, as: string, owners: boolean): AsyncGenerator<TarEntry, void> {
  const entry = await entryOf(source, as, await lstat(source), owners);
  if (entry) yield entry;
}

async function* directory(source: string, as: string, owners: boolean): AsyncGenerator<TarEntry, void> {
  if (as !== "") yield* single(source, as, owners);
  for await (const entry of walkDirectory(source, { ignores: () => false, prunes: () => false }, { owners })) {
    yield as === "" ? entry : { ...entry, path: `${as}/${entry.path}` };
  }
}
