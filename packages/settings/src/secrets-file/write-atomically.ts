import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Puts a text in the place of a file, whole or not at all: a new file that only its owner may read is written and synced beside
 * it, then renamed over it. When that fails, because the disk is full say, the old file is as it was, and the failure is thrown.
 */
export function writeAtomically(path: string, text: string): void {
  const directory = dirname(path);
  const made = join(directory, `.${basename(path)}.${process.pid}.${Math.random().toString(36).slice(2)}`);
  const file = openSync(made, "wx", 0o600);
  try {
    try {
      const bytes = Buffer.from(text);
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(made, path);
  } catch (cause) {
    rmSync(made, { force: true });
    throw cause;
  }
  syncDirectory(directory);
}

/** The name in the directory must survive a loss of power too. Some file systems cannot sync a directory. */
function syncDirectory(directory: string): void {
  const file = openSync(directory, "r");
  try {
    fsyncSync(file);
  } catch (cause) {
    if (!["EINVAL", "ENOTSUP", "EPERM"].includes((cause as NodeJS.ErrnoException).code ?? "")) throw cause;
  } finally {
    closeSync(file);
  }
}
