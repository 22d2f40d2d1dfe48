import { createWriteStream } from "node:fs";
import { chmod, link as hardLink, lchown, lstat, mkdir, rm, symlink, utimes } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { engineErrors } from "../errors.ts";
import { reasonOf } from "../reason.ts";

export interface UnpackOptions {
  /** Gives an entry its path below the root; undefined: it is left out. Absent: as the archive names it. */
  readonly rename?: (path: string) => string | undefined;
  /** Give files the user and group ids of the archive. */
  readonly keepOwners?: boolean;
}

/**
 * Unpacks a tar stream below a directory, which is made when it is not there. The archive is not trusted: nothing is written
 * outside of `root`, neither by `..` or absolute names nor through links that the archive has made before.
 *
 * @throws ENGINE_UNPACK
 */
export async function unpackInto(
  root: string,
  archive: AsyncIterable<Uint8Array>,
  { rename = (path) => path, keepOwners = false }: UnpackOptions = {},
): Promise<void> {
  const [{ openTar }, { pipeline }] = await Promise.all([import("./open.ts"), import("node:stream/promises")]);
  const { entries, fed } = openTar(archive);
  const fail = (path: string, why: string, cause?: unknown): Error =>
    engineErrors.error("ENGINE_UNPACK", { path, why }, { cause });
  for await (const entry of entries) {
    const { name, type = "file", mode = 0o644, mtime, linkname, uid = 0, gid = 0 } = entry.header;
    const path = rename(cleaned(name));
    if (path === undefined) {
      for await (const _ of entry);
      continue;
    }
    if (path.split("/").includes("..")) throw fail(name, "it leads out of the directory");
    const full = path === "" ? root : join(root, path);
    try {
      await realParents(root, full);
      if (type === "directory") await makeDirectory(full);
      else await rm(full, { force: true });
      if (type === "symlink") await symlink(linkname ?? "", full);
      else if (type === "link") await linkInside(root, full, rename(cleaned(linkname ?? "")));
      else if (type === "file" || type === "contiguous-file") await pipeline(entry, createWriteStream(full, { mode }));
      else if (type !== "directory") throw new Error(`a ${type} cannot be copied`);
      entry.resume();
      if (type === "file" || type === "directory") await chmod(full, mode & 0o7777);
      if (keepOwners) await lchown(full, uid, gid);
      if (mtime && type === "file") await utimes(full, mtime, mtime);
    } catch (cause) {
      throw fail(full, reasonOf(cause), cause);
    }
  }
  await fed;
}

function cleaned(name: string): string {
  return name
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .join("/");
}

/** Makes the directories above a path; refuses to go through a link, which may lead anywhere. */
async function realParents(root: string, full: string): Promise<void> {
  await mkdir(root, { recursive: true });
  const between = dirname(full).startsWith(root) ? dirname(full).slice(root.length).split(sep).filter(Boolean) : [];
  let at = root;
  for (const part of between) {
    at = join(at, part);
    await makeDirectory(at);
  }
}

async function makeDirectory(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found?.isDirectory()) return;
  if (found) throw new Error("something that is no directory is in its place");
  await mkdir(path);
}

async function linkInside(root: string, full: string, target: string | undefined): Promise<void> {
  if (target === undefined || target.split("/").includes("..")) throw new Error("it links to something outside");
  const found = await lstat(join(root, target));
  if (!found.isFile()) throw new Error("it links to something that is no file");
  await hardLink(join(root, target), full);
}
