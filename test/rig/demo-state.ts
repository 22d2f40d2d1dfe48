import { rm } from "node:fs/promises";
import { cacheFolder } from "./folders.ts";

/** What the demo has made, so that `--down` takes away that and nothing else. */
export interface DemoState {
  readonly host: string;
  /** The port of the guestbook on the loopback. */
  readonly port: number;
  readonly images: readonly string[];
  /** Debian packages that were installed; they stay. */
  readonly packages: readonly string[];
  /** True when the cached root file system was there before. */
  readonly hadCache: boolean;
}

const path = cacheFolder("demo.json");

export async function readDemo(): Promise<DemoState | undefined> {
  const file = Bun.file(path);
  return (await file.exists()) ? ((await file.json()) as DemoState) : undefined;
}

export async function writeDemo(state: DemoState): Promise<void> {
  await Bun.write(path, `${JSON.stringify(state, undefined, 2)}\n`);
}

export async function forgetDemo(): Promise<void> {
  await rm(path, { force: true });
}
