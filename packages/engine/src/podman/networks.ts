import { isSlipwayError } from "@slipway/core";
import type { NetworkCalls } from "../engine.ts";
import type { EngineKind } from "../engine-kind.ts";
import type { NetworkInspect } from "../types/network.ts";

/**
 * `/networks` of an engine that may be Podman: its containers tell the networks that they are on by name, where Docker's tell
 * the id, so the name is taken as the id. Every call takes either, and Podman has no two networks of one name.
 */
export function networksOfAnyKind(calls: NetworkCalls, kind: () => Promise<EngineKind>): NetworkCalls {
  const named = async (network: NetworkInspect): Promise<NetworkInspect> =>
    (await kind()) === "podman" ? { ...network, Id: network.Name } : network;
  return {
    ...calls,
    list: async (options) => await Promise.all((await calls.list(options)).map(named)),
    inspect: async (id, options) => await named(await calls.inspect(id, options)),
    create: async (body, options) => {
      if ((await kind()) !== "podman") return await calls.create(body, options);
      return { ...(await createDespiteNeighbours(() => calls.create(body, options))), Id: body.Name };
    },
  };
}

/**
 * For the address of a new network Podman looks at every interface of the machine, and fails when one of them goes at that moment,
 * whosever it is. Source: containers/common `libnetwork/util`, Go `net.Interfaces`.
 */
async function createDespiteNeighbours<Made>(create: () => Promise<Made>, attempts = 5): Promise<Made> {
  try {
    return await create();
  } catch (cause) {
    if (attempts === 1 || !isSlipwayError(cause) || !/no such network interface/.test(cause.message)) throw cause;
    return await createDespiteNeighbours(create, attempts - 1);
  }
}
