import { homedir } from "node:os";
import { join } from "node:path";
import type { RemoteResolver } from "@slipway/compose";

/** Fetches Compose files from git repositories and registries into `$XDG_CACHE_HOME/slipway/remote`. */
export function remoteResolver(env: Readonly<Record<string, string | undefined>>): RemoteResolver {
  const cache = join(env["XDG_CACHE_HOME"] || join(env["HOME"] || homedir(), ".cache"), "slipway/remote");
  return async (address) => {
    if (address.startsWith("oci://")) return (await import("./oci.ts")).fetchOci(address, { env, cache });
    return (await import("./git.ts")).fetchGit(address, { env, cache });
  };
}
