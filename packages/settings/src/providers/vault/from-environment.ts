import type { Files } from "@slipway/core";
import { parseDuration } from "@slipway/core";
import type { VaultLocation } from "../../contract/contract.ts";
import { settingsErrors } from "../../errors.ts";
import type { Variables } from "../environment.ts";
import { vaultAddress } from "./address.ts";
import type { VaultServer } from "./client.ts";
import type { VaultOptions } from "./provider.ts";
import { MissingLogin, type VaultLogin } from "./session.ts";

/** What a settings file and the variables of Vault's own tools say about a server. */
export interface VaultSetup {
  readonly server: VaultServer;
  readonly login: VaultLogin;
  readonly options: Pick<VaultOptions, "mount" | "kv" | "timeout">;
}

/** How long Vault may take when nobody says, in milliseconds. */
const usualTimeout = 5000;
/** Where Kubernetes puts the token of a pod's account. */
const serviceAccountToken = "/var/run/secrets/kubernetes.io/serviceaccount/token";

/**
 * The server and the login out of `vault:` of a settings file and the variables VAULT_ADDR, VAULT_NAMESPACE, VAULT_CACERT,
 * VAULT_TOKEN, VAULT_ROLE_ID, VAULT_SECRET_ID, VAULT_JWT (each also as BAO_…, and the secret ones as …_FILE), which count more; a
 * token also more than another way to log in.
 * Undefined when nobody names an address. The values of the login are read when they are used.
 * @throws SETTINGS_CONFLICT for a timeout that is none, SETTINGS_FILE_UNREADABLE for a certificate authority that is not there
 */
export function vaultSetup(
  location: VaultLocation,
  env: Variables,
  files: Pick<Files, "read" | "home">,
): VaultSetup | undefined {
  const variable = (name: string): string | undefined => env[`VAULT_${name}`] || env[`BAO_${name}`] || undefined;
  const address = vaultAddress(location, env);
  if (address === undefined) return undefined;
  const namespace = variable("NAMESPACE") ?? location.namespace;
  const ca = variable("CACERT") ?? location.ca;
  return {
    server: {
      address,
      ...(namespace === undefined ? {} : { namespace }),
      ...(ca === undefined ? {} : { ca: readCertificates(ca, files) }),
    },
    login: loginOf(location, variable, files),
    options: { mount: location.mount ?? "secret", kv: location.kv ?? 2, timeout: timeoutOf(location) },
  };
}

function loginOf(
  location: VaultLocation,
  variable: (name: string) => string | undefined,
  files: Pick<Files, "read" | "home">,
): VaultLogin {
  // Whoever sets a token means it: a person who sets the project up, where its programs log in by themselves.
  const handed = variable("TOKEN") ?? variable("TOKEN_FILE");
  const method = handed === undefined ? (location.auth ?? "token") : "token";
  const mount = location.auth_mount ?? method;
  const secret = (name: string, file?: string) => (): string => {
    const given = variable(name);
    if (given !== undefined) return given;
    const path = variable(`${name}_FILE`) ?? file;
    const text = path === undefined ? undefined : readIfThere(path, files)?.trim();
    if (text) return text;
    throw new MissingLogin(`VAULT_${name} is not set${path === undefined ? "" : `, and ${path} is not there`}`);
  };
  if (method === "token") return { method, token: secret("TOKEN", `${files.home}/.vault-token`) };
  if (method === "approle") return { method, mount, roleId: secret("ROLE_ID"), secretId: secret("SECRET_ID") };
  const role = location.role ?? "default";
  return { method, mount, role, jwt: secret("JWT", method === "kubernetes" ? serviceAccountToken : undefined) };
}

function readIfThere(path: string, files: Pick<Files, "read">): string | undefined {
  try {
    return files.read(path);
  } catch (cause) {
    throw new MissingLogin(`${path} cannot be read: ${(cause as Error).message}`);
  }
}

function readCertificates(path: string, files: Pick<Files, "read">): string {
  try {
    const text = files.read(path);
    if (text !== undefined) return text;
  } catch (cause) {
    throw settingsErrors.error("SETTINGS_FILE_UNREADABLE", { path, reason: (cause as Error).message }, { cause });
  }
  throw settingsErrors.error("SETTINGS_FILE_UNREADABLE", { path, reason: "there is no such file" });
}

function timeoutOf({ timeout }: VaultLocation): number {
  if (timeout === undefined) return usualTimeout;
  const nanoseconds = parseDuration(timeout);
  if (nanoseconds !== undefined && nanoseconds > 0) return nanoseconds / 1e6;
  const params = { key: "vault.timeout", reason: `"${timeout}" is no span of time`, hint: "write it like 5s" };
  throw settingsErrors.error("SETTINGS_CONFLICT", params);
}
