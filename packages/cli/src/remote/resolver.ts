import type { RemoteResolver } from "@slipway/compose";
import { cacheFolder } from "../caches.ts";

/** Fetches Compose files from git repositories and registries into `$XDG_CACHE_HOME/slipway/remote`. */
export function remoteResolver(env: Readonly<Record<string, string | undefined>>): RemoteResolver {
  const cache = cacheFolder(env, "remote");
  return async (address) => {
    if (address.startsWith("oci://")) return (await import("./oci.ts")).fetchOci(address, { env, cache });
    return (await import("./git.ts")).fetchGit(address, { env, cache });
  };
}
