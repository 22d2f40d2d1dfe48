import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Makes a directory that other runs may make at the same moment: it is filled under another name and renamed when it is
 * complete, so that nobody ever sees a part of it.
 */
export async function keep(path: string, fill: (folder: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const made = await mkdtemp(join(dirname(path), `.${basename(path)}-`));
  try {
    await fill(made);
    await rename(made, path);
  } catch (cause) {
    await rm(made, { recursive: true, force: true });
    const there = cause instanceof Error && "code" in cause && (cause.code === "ENOTEMPTY" || cause.code === "EEXIST");
    if (!there) throw cause;
  }
}
