import { mkdir, open, readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { RigError } from "./process.ts";

/**
 * Holds a file as a lock until the end of the scope, so that two runs do not share one engine. Throws {@link RigError}
 * when another living process holds it; a lock whose process is gone is taken over.
 */
export async function lock(path: string, what: string): Promise<AsyncDisposable> {
  await mkdir(dirname(path), { recursive: true });
  for (;;) {
    try {
      const file = await open(path, "wx");
      await file.writeFile(String(process.pid));
      await file.close();
      return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const holder = Number(await readFile(path, "utf8").catch(() => "0"));
      if (isAlive(holder)) {
        throw new RigError(`${what} is already running (process ${holder})`, "wait until it has ended and try again");
      }
      await rm(path, { force: true });
    }
  }
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
