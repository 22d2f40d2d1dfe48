import { dockerCompose } from "../test/rig/docker-compose.ts";
import { hasProgram, must, RigError, run } from "../test/rig/process.ts";

/** The docker compose that Slipway is measured against. */
export interface Peer {
  readonly path: string;
  readonly version: string;
  /** The 1.x line prints another `config` and has no JSON. */
  readonly isOld: boolean;
}

/**
 * docker compose 2.x as the rig finds it, else Debian 12's 1.29 (installed when root), with the reason on standard
 * error. Throws {@link RigError} when there is neither: a run without a peer would look like a comparison.
 */
export async function findPeer(): Promise<Peer> {
  const found = await dockerCompose();
  if (found.path !== undefined) return peer(found.path, false);
  process.stderr.write(`no docker compose 2.x (${found.reason}); measuring against 1.x\n`);
  if (!hasProgram("docker-compose") && hasProgram("apt-get") && process.getuid?.() === 0) {
    await must(["apt-get", "install", "--yes", "--no-install-recommends", "docker-compose"]);
  }
  if (!hasProgram("docker-compose")) {
    throw new RigError("there is no docker compose to measure against", "install docker compose and try again");
  }
  return peer(Bun.which("docker-compose") ?? "docker-compose", true);
}

async function peer(path: string, isOld: boolean): Promise<Peer> {
  const { stdout } = await run([path, "version", "--short"]);
  return { path, version: stdout.trim().replace(/^v/, ""), isOld };
}
