import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { ConnectOptions } from "../connect-options.ts";
import type { EndpointInfo } from "../engine.ts";
import { type Address, parseAddress, type TlsMaterial } from "./address.ts";
import { parseJsonFile, readContext, readTlsDirectory } from "./context.ts";

/** An engine's address with where it came from. */
export interface Endpoint extends EndpointInfo {
  readonly target: Address;
}

interface Found {
  readonly address: string;
  readonly from: string;
  /** The context's own; else DOCKER_TLS_VERIFY and DOCKER_CERT_PATH decide. */
  readonly tls?: TlsMaterial | undefined;
}

type Strategy = (options: ConnectOptions) => Found | undefined;

/** Tried in order; the first that knows an address wins. Source: docker/cli `cli/command/cli.go`, `resolveContextName`. */
const strategies: readonly Strategy[] = [
  ({ host }) => (host ? { address: host, from: "--host" } : undefined),
  (options) => contextNamed(options, options.context, `--context ${options.context}`),
  ({ env }) => (env.DOCKER_HOST ? { address: env.DOCKER_HOST, from: "DOCKER_HOST" } : undefined),
  (options) => contextNamed(options, options.env.DOCKER_CONTEXT, `DOCKER_CONTEXT=${options.env.DOCKER_CONTEXT}`),
  (options) => {
    const name = currentContext(options.env);
    return contextNamed(options, name, `context "${name}"`);
  },
  ({ env }) => {
    const path = wellKnownSockets(env).find(existsSync) ?? "/var/run/docker.sock";
    return { address: `unix://${path}`, from: "default" };
  },
];

/**
 * The engine that a person means, by the same rules as the docker CLI, then the sockets where engines usually are.
 * Reads the docker configuration only when no address is given.
 */
export function resolveEndpoint(options: ConnectOptions): Endpoint {
  for (const strategy of strategies) {
    const found = strategy(options);
    if (!found) continue;
    const target = parseAddress(found.address, found.from, () => found.tls ?? environmentTls(options.env));
    return {
      address: found.address,
      from: found.from,
      remote: target.kind !== "unix",
      target,
    };
  }
  throw new Error("unreachable: the last strategy always answers");
}

/** The path of the engine's socket; undefined for an engine that is not reached over one. @throws as {@link resolveEndpoint} */
export function engineSocket(options: ConnectOptions): string | undefined {
  const { target } = resolveEndpoint(options);
  return target.kind === "unix" ? target.socketPath : undefined;
}

/** The directory of config.json and the contexts: DOCKER_CONFIG, else `~/.docker`. */
export function dockerConfigDirectory(env: ConnectOptions["env"]): string {
  return env.DOCKER_CONFIG || join(env.HOME || homedir(), ".docker");
}

function contextNamed({ env }: ConnectOptions, name: string | undefined, from: string): Found | undefined {
  // "default" is the CLI's name for "no context": the environment and the well-known sockets.
  if (!name || name === "default") return undefined;
  const context = readContext(dockerConfigDirectory(env), name, from);
  return { address: context.host, from, tls: context.tls };
}

function currentContext(env: ConnectOptions["env"]): string | undefined {
  const file = join(dockerConfigDirectory(env), "config.json");
  if (!existsSync(file)) return undefined;
  const { currentContext: name } = parseJsonFile(file) as {
    currentContext?: unknown;
  };
  return typeof name === "string" ? name : undefined;
}

function environmentTls(env: ConnectOptions["env"]): TlsMaterial | undefined {
  const verify = Boolean(env.DOCKER_TLS_VERIFY);
  if (!verify && !env.DOCKER_TLS) return undefined;
  const directory = env.DOCKER_CERT_PATH || dockerConfigDirectory(env);
  const material = readTlsDirectory(directory, verify);
  return verify ? material : { ...material, skipVerify: true };
}

function wellKnownSockets(env: ConnectOptions["env"]): string[] {
  const runtime = env.XDG_RUNTIME_DIR;
  const home = env.HOME || homedir();
  return [
    "/var/run/docker.sock",
    ...(runtime ? [join(runtime, "docker.sock")] : []),
    join(home, ".docker/run/docker.sock"),
    "/run/podman/podman.sock",
    ...(runtime ? [join(runtime, "podman/podman.sock")] : []),
  ];
}
