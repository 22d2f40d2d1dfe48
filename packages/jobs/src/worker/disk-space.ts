import { statfsSync } from "node:fs";
import { formatBytes } from "@slipway/core";

/** Free again is only what has so much more than the mark: a disk at its mark shall not be taken for full and free by turns. */
const clearance = 1.1;

/**
 * Tells when a disk is nearly full: a sentence when one of the folders lies on a disk with less than `least` bytes free. Folders that
 * are not on this machine, or not to be seen by this user, are left out.
 */
export function watchDisk(folders: readonly string[], least: number): () => Promise<string | undefined> {
  let isFull = false;
  return async () => {
    for (const folder of folders) {
      const free = freeBytes(folder);
      if (free === undefined || free >= least * (isFull ? clearance : 1)) continue;
      isFull = true;
      return `the disk of ${folder} has ${formatBytes(free)} free, and ${formatBytes(least)} must be`;
    }
    isFull = false;
    return undefined;
  };
}

/** At once, as the kernel knows it: a job that waits to be claimed waits for this. */
function freeBytes(folder: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && (cause.code === "ENOENT" || cause.code === "EACCES"))
      return undefined;
    throw cause;
  }
}
