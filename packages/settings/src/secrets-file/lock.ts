import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { settingsErrors } from "../errors.ts";

/** How long a writer waits for another one, in milliseconds. Writing takes a few. */
const patience = 10_000;

/**
 * Runs `work` while no other program holds the lock of this file. The lock is a file `PATH.lock` with the process id of its
 * holder; that of a dead process is taken over. A lock file has no event that every system tells of, so a waiter looks again
 * every few milliseconds.
 * @throws SETTINGS_FILE_LOCKED
 */
export async function withLock<Result>(path: string, work: () => Result | Promise<Result>): Promise<Result> {
  const lock = `${path}.lock`;
  const own = `${process.pid} ${Math.random().toString(36).slice(2)}`;
  const end = Date.now() + patience;
  while (!take(lock, own)) {
    const holder = read(lock);
    if (holder !== undefined && isDead(holder)) takeAway(lock, holder);
    else if (Date.now() > end) {
      throw settingsErrors.error("SETTINGS_FILE_LOCKED", { path, pid: holder?.split(" ")[0] ?? "?" });
    } else await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 10));
  }
  try {
    return await work();
  } finally {
    if (read(lock) === own) rmSync(lock, { force: true });
  }
}

function take(lock: string, own: string): boolean {
  try {
    writeFileSync(lock, own, { flag: "wx", mode: 0o600 });
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw cause;
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw cause;
  }
}

/** An empty lock is just being written by its holder. */
function isDead(holder: string): boolean {
  const pid = Number(holder.split(" ")[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "ESRCH";
  }
}

/** Removes the lock of a dead holder. Two may try at once: who moved away a newer lock puts it back. */
function takeAway(lock: string, holder: string): void {
  const moved = `${lock}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  try {
    renameSync(lock, moved);
    if (read(moved) !== holder) linkSync(moved, lock);
  } catch (cause) {
    if (!["ENOENT", "EEXIST"].includes((cause as NodeJS.ErrnoException).code ?? "")) throw cause;
  }
  rmSync(moved, { force: true });
}
