import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { RigError } from "./process.ts";

/**
 * Holds a file as a lock until the end of the scope, so that two runs do not share one engine. Throws {@link RigError}
 * when another living process holds it; a lock whose process is gone is taken over.
 */
export async function lock(path: string, what: string): Promise<AsyncDisposable> {
  await mkdir(dirname(path), { recursive: true });
  const own = `${path}.${process.pid}`;
  // A file that is linked has its content from the first moment on: nobody sees a lock without its holder.
  await writeFile(own, String(process.pid));
  try {
    for (;;) {
      if (await linked(own, path)) return { [Symbol.asyncDispose]: () => unlock(path) };
      const holder = await holderOf(path);
      if (isAlive(holder)) {
        throw new RigError(`${what} is already running (process ${holder})`, "wait until it has ended and try again");
      }
      await takeAway(path, holder);
    }
  } finally {
    await rm(own, { force: true });
  }
}

/** False when there is a lock already. */
async function linked(own: string, path: string): Promise<boolean> {
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  }
}

async function holderOf(path: string): Promise<number> {
  return Number(await readFile(path, "utf8").catch(() => "0"));
}

/** Takes the lock of a dead holder away; one that somebody else has taken over meanwhile is put back. */
async function takeAway(path: string, holder: number): Promise<void> {
  const aside = `${path}.${process.pid}.left`;
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return;
  }
  if ((await holderOf(aside)) !== holder) await linked(aside, path);
  await rm(aside, { force: true });
}

async function unlock(path: string): Promise<void> {
  if ((await holderOf(path)) === process.pid) await rm(path, { force: true });
}

function isAlive(pid: number): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
