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
      const made = await calls.create(body, options);
      return (await kind()) === "podman" ? { ...made, Id: body.Name } : made;
    },
  };
}
