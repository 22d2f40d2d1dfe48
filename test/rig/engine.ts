import { homedir } from "node:os";
import { join } from "node:path";
import { type EngineKind, engineHost, isRunning, startDockerd, stopDockerd } from "./dockerd.ts";
import { ping } from "./engine-end.ts";
import { cacheFolder } from "./folders.ts";
import { startPodman, stopPodman } from "./podman.ts";
import { RigError, run } from "./process.ts";

/** An engine to work with. Disposing ends it when the rig started it for the tests, and does nothing otherwise. */
export interface RigEngine extends AsyncDisposable {
  /** The value for DOCKER_HOST. */
  readonly host: string;
  /** `found`: was reachable before; `started`: a private one, just now; `running`: a private one of an earlier start. */
  readonly origin: "found" | "started" | "running";
}

/** The folder of a private engine. */
export function engineFolder(kind: EngineKind | "podman"): string {
  return cacheFolder(`${kind}-engine`);
}

/**
 * The engine that people already have, by DOCKER_HOST or at one of the usual sockets; undefined when there is none.
 * Throws when DOCKER_HOST names an engine that does not answer: guessing another one would be wrong.
 */
export async function reachableEngine(): Promise<string | undefined> {
  const named = process.env["SLIPWAY_TEST_ENGINE"] || process.env["DOCKER_HOST"];
  if (named) {
    if (await ping(named)) return named;
    throw new RigError(`no engine answers at ${named}`, "start it, or unset DOCKER_HOST to let the rig start one");
  }
  const context = await run(["docker", "context", "inspect", "--format", "{{.Endpoints.docker.Host}}"]);
  const sockets = [
    context.stdout.trim().replace(/^unix:\/\//, ""),
    "/var/run/docker.sock",
    join(process.env["XDG_RUNTIME_DIR"] ?? "/nowhere", "docker.sock"),
    join(homedir(), ".docker/run/docker.sock"),
    join(homedir(), ".orbstack/run/docker.sock"),
  ];
  for (const socket of sockets) {
    if (socket.startsWith("/") && (await ping(`unix://${socket}`))) return `unix://${socket}`;
  }
  return undefined;
}

/** The engine that is there, else a private one. A private engine for the tests ends with its scope. */
export async function engine(kind: EngineKind = "test"): Promise<RigEngine> {
  const nothing = async (): Promise<void> => undefined;
  const found = await reachableEngine();
  if (found) return { host: found, origin: "found", [Symbol.asyncDispose]: nothing };
  const folder = engineFolder(kind);
  if (kind === "demo" && (await isRunning(folder))) {
    return { host: engineHost(folder), origin: "running", [Symbol.asyncDispose]: nothing };
  }
  const host = await startDockerd(folder, kind);
  const stop = (): Promise<void> => stopDockerd(folder, { keepImages: true });
  return { host, origin: "started", [Symbol.asyncDispose]: kind === "test" ? stop : nothing };
}

/** A private Podman for the tests, which ends with its scope. */
export async function podman(): Promise<RigEngine> {
  const folder = engineFolder("podman");
  const host = await startPodman(folder);
  return { host, origin: "started", [Symbol.asyncDispose]: () => stopPodman(folder, { keepImages: true }) };
}
