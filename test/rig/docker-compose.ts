import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { canFetch, fetchProgram } from "./debian-program.ts";
import { cacheFolder } from "./folders.ts";
import { hasProgram, run } from "./process.ts";

/** Releases of Debian whose package `docker-compose` is the 2.x line, the newest of it first. */
const releases = ["forky", "sid", "trixie"] as const;
/** What Slipway is held against; an older 2.x is a peer only where there is nothing newer. */
const wanted = 40;

/** Where docker compose is, or why it is not to be had. */
export type DockerCompose = { readonly path: string } | { readonly path?: never; readonly reason: string };

/**
 * The real docker compose 2.x, the peer of interop tests and benchmarks: 2.40 of the cache or of this machine, else the
 * package of a newer Debian, unpacked into the cache, else any 2.x. A static Go program: it runs on any release.
 */
export async function dockerCompose(): Promise<DockerCompose> {
  const older: string[] = [];
  for (const path of [...releases.map(cached), ...(await installed())]) {
    const minor = await minorVersion(path);
    if (minor !== undefined && minor >= wanted) return { path };
    if (minor !== undefined) older.push(path);
  }
  const reasons: string[] = [];
  for (const release of canFetch() ? releases : []) {
    // What is older and here will do as well as what is older and elsewhere.
    if (release === "trixie" && older.length > 0) break;
    try {
      const path = await fetchProgram(
        { release, package: "docker-compose", program: "docker-compose" },
        cached(release),
      );
      if ((await minorVersion(path)) !== undefined) return { path };
      reasons.push(`the package of Debian ${release} is not 2.x`);
    } catch (error) {
      reasons.push(`the package of Debian ${release} could not be fetched: ${(error as Error).message}`);
    }
  }
  const [path] = older;
  return path === undefined ? { reason: reasons.join("; ") || "there is no apt to fetch it with" } : { path };
}

/** The `40` of 2.40.3; undefined for another line, or when there is no such program. */
async function minorVersion(path: string): Promise<number | undefined> {
  const { stdout } = await run([path, "version", "--short"]);
  const minor = /^v?2\.(\d+)/.exec(stdout)?.[1];
  return minor === undefined ? undefined : Number(minor);
}

function cached(release: string): string {
  return cacheFolder(`docker-compose-${release}`);
}

async function installed(): Promise<string[]> {
  const folders = [
    "/usr/libexec/docker/cli-plugins",
    "/usr/lib/docker/cli-plugins",
    "/usr/local/lib/docker/cli-plugins",
  ];
  const found: string[] = [];
  for (const folder of folders) {
    const names = await readdir(folder).catch((): string[] => []);
    if (names.includes("docker-compose")) found.push(join(folder, "docker-compose"));
  }
  return hasProgram("docker-compose") ? [...found, "docker-compose"] : found;
}
