import { proxyVariables } from "./auth/proxies.ts";
import { bake } from "./buildx/bake.ts";
import { findBuildx } from "./buildx/plugin.ts";
import { createCaller } from "./call.ts";
import { containerCalls } from "./calls/containers.ts";
import { execCalls } from "./calls/exec.ts";
import { imageCalls } from "./calls/images.ts";
import { networkCalls } from "./calls/networks.ts";
import { systemCalls } from "./calls/system.ts";
import { volumeCalls } from "./calls/volumes.ts";
import type { ConnectOptions } from "./connect-options.ts";
import { resolveEndpoint } from "./endpoint/resolve.ts";
import type { Engine } from "./engine.ts";
import type { EngineKind } from "./engine-kind.ts";
import { engineErrors } from "./errors.ts";
import { type Negotiated, negotiate } from "./negotiate.ts";
import { openHttp } from "./open-http.ts";
import { containersOfAnyKind } from "./podman/containers.ts";
import { imagesOfAnyKind } from "./podman/images.ts";
import { networksOfAnyKind } from "./podman/networks.ts";
import { volumesOfAnyKind } from "./podman/volumes.ts";
import { createHijack } from "./streams/hijack.ts";

/**
 * The engine that a person means: an explicit host or context, DOCKER_HOST, DOCKER_CONTEXT, the current context, the usual sockets,
 * in this order. Reads at most the docker configuration; the engine is asked at the first call.
 *
 * @throws ENGINE_BAD_ADDRESS, ENGINE_SSH_UNSUPPORTED, ENGINE_NPIPE_UNSUPPORTED, ENGINE_NO_SUCH_CONTEXT, ENGINE_CONFIG_INVALID,
 * ENGINE_TLS_MATERIAL
 */
export function connectEngine(options: ConnectOptions): Engine {
  const endpoint = resolveEndpoint(options);
  const { address, from, remote } = endpoint;
  const http = openHttp(endpoint);
  let negotiated: Promise<Negotiated> | undefined;
  const first = (): Promise<Negotiated> => {
    negotiated ??= negotiate(http, endpoint).catch((cause: unknown) => {
      // The next call asks again: the engine may have been started meanwhile.
      negotiated = undefined;
      throw cause;
    });
    return negotiated;
  };
  const apiVersion = async (): Promise<string> => (await first()).version;
  const kind = async (): Promise<EngineKind> => (await first()).kind;
  const call = createCaller(http, apiVersion);
  const hijack = createHijack(endpoint, call);
  const volumes = volumesOfAnyKind(volumeCalls(call), kind);
  return {
    endpoint: { address, from, remote },
    apiVersion,
    kind,
    proxies: () => proxyVariables(options.env, address),
    close: () => http.close(),
    system: systemCalls(call, endpoint, kind),
    containers: containersOfAnyKind(containerCalls(call, hijack), call, { kind, volumes, remote }),
    images: imagesOfAnyKind(imageCalls(call, options.env, kind), kind),
    networks: networksOfAnyKind(networkCalls(call), kind),
    volumes,
    exec: execCalls(call, hijack),
    buildx: {
      find: () => findBuildx(options.env),
      async *bake(asked) {
        const path = findBuildx(options.env);
        if (path === undefined) throw engineErrors.error("ENGINE_BUILDX", { why: "it is not installed" });
        yield* bake(path, asked, { options, endpoint: { address, from, remote } });
      },
    },
  };
}
