import { existsSync } from "node:fs";
import { join } from "node:path";
import { Secret } from "@slipway/core";
import { parseJsonFile } from "../endpoint/context.ts";

/** What one registry wants to see. */
export type Credentials =
  | { readonly username: string; readonly password: Secret }
  | { readonly identityToken: Secret }
  | { readonly registryToken: Secret };

/** The parts of `~/.docker/config.json` that say who we are. Registries are host names, Docker Hub is `index.docker.io`. */
export interface AuthConfig {
  readonly auths: ReadonlyMap<string, Credentials | undefined>;
  readonly credHelpers: ReadonlyMap<string, string>;
  readonly credsStore: string | undefined;
}

interface AuthEntry {
  readonly auth?: string;
  readonly username?: string;
  readonly password?: string;
  readonly identitytoken?: string;
  readonly registrytoken?: string;
}

/**
 * Reads the credentials of a docker configuration directory; empty when there is no config.json.
 * Source: docker/cli `cli/config/configfile`.
 *
 * @throws ENGINE_CONFIG_INVALID
 */
export function readAuthConfig(directory: string): AuthConfig {
  const file = join(directory, "config.json");
  const config = (existsSync(file) ? parseJsonFile(file) : {}) as {
    auths?: Record<string, AuthEntry>;
    credHelpers?: Record<string, string>;
    credsStore?: string;
  };
  return {
    auths: new Map(Object.entries(config.auths ?? {}).map(([key, entry]) => [registryHost(key), credentialsOf(entry)])),
    credHelpers: new Map(Object.entries(config.credHelpers ?? {}).map(([key, name]) => [registryHost(key), name])),
    credsStore: config.credsStore || undefined,
  };
}

/** The host name in a key of `auths`: keys may be URLs with a path (`https://index.docker.io/v1/`). */
export function registryHost(key: string): string {
  const host = key.replace(/^https?:\/\//, "").split("/")[0] ?? "";
  return host === "docker.io" || host === "registry-1.docker.io" ? "index.docker.io" : host;
}

function credentialsOf(entry: AuthEntry): Credentials | undefined {
  if (entry.identitytoken) return { identityToken: new Secret(entry.identitytoken) };
  if (entry.registrytoken) return { registryToken: new Secret(entry.registrytoken) };
  if (entry.auth) {
    const text = Buffer.from(entry.auth, "base64").toString("utf8");
    const colon = text.indexOf(":");
    if (colon > 0) return { username: text.slice(0, colon), password: new Secret(text.slice(colon + 1)) };
  }
  return entry.username ? { username: entry.username, password: new Secret(entry.password ?? "") } : undefined;
}
