import { existsSync } from "node:fs";
import { canFetch, fetchProgram } from "./debian-program.ts";
import { cacheFolder } from "./folders.ts";
import { run } from "./process.ts";

/** Releases of Debian whose package `docker-buildx` is new enough, the most settled first. */
const releases = ["forky", "sid"] as const;

/** Where the docker CLI's plugin buildx is, or why it is not to be had. */
export type DockerBuildx = { readonly path: string } | { readonly path?: never; readonly reason: string };

/** The real buildx: of the cache, of this machine, or of a newer Debian. A static Go program: it runs on any release. */
export async function dockerBuildx(): Promise<DockerBuildx> {
  const cached = cacheFolder("docker-buildx-forky");
  const installed = ["/usr/local/lib", "/usr/local/libexec", "/usr/lib", "/usr/libexec"].map(
    (folder) => `${folder}/docker/cli-plugins/docker-buildx`,
  );
  for (const path of [cached, ...installed]) if (existsSync(path) && (await isNewEnough(path))) return { path };
  const reasons: string[] = [];
  for (const release of canFetch() ? releases : []) {
    try {
      const program = { release, package: "docker-buildx", program: "docker-buildx" };
      return { path: await fetchProgram(program, cached) };
    } catch (error) {
      reasons.push(`the package of Debian ${release} could not be fetched: ${(error as Error).message}`);
    }
  }
  return { reason: reasons.join("; ") || "there is no apt to fetch it with" };
}

/** 0.17 has all that Slipway asks of it. */
async function isNewEnough(path: string): Promise<boolean> {
  const { stdout } = await run([path, "version"]);
  const minor = /\bv?0\.(\d+)\./.exec(stdout)?.[1];
  return minor !== undefined && Number(minor) >= 17;
}
