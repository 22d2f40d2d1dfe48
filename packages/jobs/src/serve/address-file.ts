import { readFile, rm, writeFile } from "node:fs/promises";
import type { DataFolder } from "./data-folder.ts";

/** Milliseconds for another control plane to answer; it is on this machine. */
const patience = 1000;

/**
 * Writes down where clients on this machine find the control plane of a data folder. Gives where another one of that folder listens: then
 * nothing is written, as clients have found that one until now.
 */
export async function writeAddress({ address }: DataFolder, url: string): Promise<string | undefined> {
  const before = await written(address);
  if (before !== undefined && before !== url && (await answers(before))) return before;
  await writeFile(address, `${url}\n`);
  return undefined;
}

/** Nobody is found at this address any more; what another control plane has written stays. */
export async function removeAddress({ address }: DataFolder, url: string): Promise<void> {
  if ((await written(address)) === url) await rm(address, { force: true });
}

async function written(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, "utf8")).trim() || undefined;
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw cause;
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(patience) })).ok;
  } catch {
    // Whoever does not answer has ended, or is no control plane: a crash leaves its address behind.
    return false;
  }
}
