import { Secret } from "@slipway/core";
import type { ConnectOptions } from "../connect-options.ts";
import { dockerConfigDirectory } from "../endpoint/resolve.ts";
import { parseReference } from "../reference.ts";
import { type AuthConfig, type Credentials, readAuthConfig, registryHost } from "./config-file.ts";
import { askCredentialHelper } from "./credential-helper.ts";

/** The headers with which the engine speaks to registries in a person's name. */
export interface RegistryAuth {
  /** For one image: pull and push. */
  forImage(name: string): Promise<Record<string, string>>;
  /** For a build, which may pull from any registry: all that are configured. */
  forBuild(): Promise<Record<string, string>>;
}

/** Credentials from the Docker configuration and its helpers, looked up anew at each call. */
export function registryAuth(env: ConnectOptions["env"]): RegistryAuth {
  const directory = dockerConfigDirectory(env);
  return {
    async forImage(name) {
      const host = registryHost(parseReference(name).registry);
      const credentials = await credentialsFor(readAuthConfig(directory), host, env);
      return { "x-registry-auth": encode(credentials ? authEntry(host, credentials) : {}) };
    },
    async forBuild() {
      const entries = (await allCredentials(env)).map(
        ([host, credentials]) => [serverAddress(host), authEntry(host, credentials)] as const,
      );
      return { "x-registry-config": encode(Object.fromEntries(entries)) };
    },
  };
}

/** The credentials of all registries that are configured. */
async function allCredentials(env: ConnectOptions["env"]): Promise<readonly (readonly [string, Credentials])[]> {
  const config = readAuthConfig(dockerConfigDirectory(env));
  const hosts = [...new Set([...config.auths.keys(), ...config.credHelpers.keys()])];
  const found = await Promise.all(
    hosts.map(async (host) => {
      const credentials = await credentialsFor(config, host, env);
      return credentials ? [[host, credentials] as const] : [];
    }),
  );
  return found.flat();
}

/**
 * A `config.json` with the credentials of all registries that are configured, those of helpers too, for somebody who has neither the
 * file nor the helpers. Source: docker/cli `cli/config/configfile`; `docker run --use-api-socket`.
 *
 * @throws ENGINE_CONFIG_INVALID, ENGINE_CREDENTIAL_HELPER
 */
export async function portableAuthConfig(env: ConnectOptions["env"]): Promise<Secret> {
  const auths = (await allCredentials(env)).map(([host, credentials]) => [serverAddress(host), fileEntry(credentials)]);
  return new Secret(JSON.stringify({ auths: Object.fromEntries(auths) }));
}

/** An entry of `auths` as the docker CLI writes it. */
function fileEntry(credentials: Credentials): object {
  if ("identityToken" in credentials) return { identitytoken: credentials.identityToken.reveal() };
  if ("registryToken" in credentials) return { registrytoken: credentials.registryToken.reveal() };
  return { auth: Buffer.from(`${credentials.username}:${credentials.password.reveal()}`).toString("base64") };
}

/** A registry's own helper first, then the store, then the file. Source: docker/cli `configfile.GetCredentialsStore`. */
export async function credentialsFor(
  config: AuthConfig,
  host: string,
  env: ConnectOptions["env"],
): Promise<Credentials | undefined> {
  const helper = config.credHelpers.get(host) ?? config.credsStore;
  const stored = helper ? await askCredentialHelper(helper, serverAddress(host), env) : undefined;
  return stored ?? config.auths.get(host);
}

/** Docker Hub is known by the URL of its first API. */
function serverAddress(host: string): string {
  return host === "index.docker.io" ? "https://index.docker.io/v1/" : host;
}

/** Source: Engine API 1.41, "Authentication". */
function authEntry(host: string, credentials: Credentials): object {
  const serveraddress = serverAddress(host);
  if ("identityToken" in credentials) return { identitytoken: credentials.identityToken.reveal(), serveraddress };
  if ("registryToken" in credentials) return { registrytoken: credentials.registryToken.reveal(), serveraddress };
  return { username: credentials.username, password: credentials.password.reveal(), serveraddress };
}

function encode(value: object): string {
  const text = Buffer.from(JSON.stringify(value)).toString("base64");
  // The engine reads base64url, with its padding.
  return text.replaceAll("+", "-").replaceAll("/", "_");
}
