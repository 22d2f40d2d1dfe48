import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { connectEngine, type Engine } from "@slipway/engine";
import { startDockerd, stopDockerd } from "../test/rig/dockerd.ts";
import { cacheFolder } from "../test/rig/folders.ts";
import { provideImages } from "../test/rig/images.ts";
import { lock } from "../test/rig/lock.ts";
import { hasProgram } from "../test/rig/process.ts";
import { temporary } from "../test/rig/root-fs.ts";
import { build } from "../tools/build.ts";
import { buildEmpty } from "./empty/build.ts";
import { realisticEnv } from "./fixtures/realistic.ts";
import { trivialImage } from "./fixtures/trivial.ts";
import { findPeer, type Peer } from "./peer.ts";

/** What all cases use: the programs, the engine, and the surroundings that are the same for every side. */
export interface Bench extends AsyncDisposable {
  /** A folder of this run; it goes with it. */
  readonly folder: string;
  readonly slipway: string;
  readonly peer: Peer;
  /** The peer as people start it: `docker compose`, which starts the peer as its plugin. Absent without the docker command. */
  readonly typed?: readonly string[];
  /** A compiled program that does nothing, built with the flags of ours. */
  readonly empty: string;
  readonly engine: Engine;
  /** `private`, or the address that was asked for. */
  readonly engineFrom: string;
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface BenchOptions {
  /** The address of an engine to use instead of a private one. */
  readonly engine: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * Builds the programs and starts a private engine with the image that the cases need; disposing ends the engine and
 * removes everything but what the rig keeps in its cache.
 */
export async function openBench(options: BenchOptions): Promise<Bench> {
  await using opened = new AsyncDisposableStack();
  const folder = opened.use(await temporary()).path;
  const [slipway, empty, peer] = await Promise.all([build(), buildEmpty(folder), findPeer()]);
  const host = options.engine ?? (await privateEngine(opened));
  await provideImages(host, { names: [trivialImage] });
  const config = join(folder, "docker-config");
  await mkdir(join(config, "cli-plugins"), { recursive: true });
  await symlink(peer.path, join(config, "cli-plugins/docker-compose"));
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: folder,
    DOCKER_HOST: host,
    DOCKER_CONFIG: config,
    ...realisticEnv,
  };
  const engine = opened.adopt(connectEngine({ env }), (connected) => connected.close());
  const kept = opened.move();
  return {
    folder,
    slipway,
    peer,
    ...(hasProgram("docker") && !peer.isOld ? { typed: ["docker", "compose"] } : {}),
    empty,
    engine,
    engineFrom: options.engine ?? "private",
    env,
    signal: options.signal,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

async function privateEngine(opened: AsyncDisposableStack): Promise<string> {
  opened.use(await lock(cacheFolder("bench.lock"), "npm run bench"));
  const folder = cacheFolder("bench-engine");
  const host = await startDockerd(folder, "bench");
  opened.defer(() => stopDockerd(folder, { keepImages: true }));
  return host;
}
