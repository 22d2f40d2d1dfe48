import { type Files, parseDuration, Secret, sha256 } from "@slipway/core";
import type { VaultLocation } from "../../contract/contract.ts";
import type { Variables } from "../environment.ts";
import type { Provider } from "../provider.ts";
import { type VaultSetup, vaultSetup } from "./from-environment.ts";
import { type KeepAlive, type KeepAliveOptions, keepAlive } from "./keep-alive.ts";
import { withOfflineCopy } from "./offline-copy.ts";
import { type VaultLease, vaultProvider } from "./provider.ts";
import { createVaultSession, type VaultSession } from "./session.ts";

/** A Vault that settings can be read from, and kept alive in a program that runs on. */
export interface OpenVault {
  readonly provider: Provider;
  readonly session: VaultSession;
  /** The mount and version of KV where a setting names none; milliseconds for all questions together. */
  readonly options: VaultSetup["options"];
  /** Renews the token and the leases of what is read from now on. */
  keepAlive(options: Omit<KeepAliveOptions, "timeout">): KeepAlive;
}

export interface OpenVaultOptions {
  readonly location: VaultLocation;
  readonly env: Variables;
  readonly files: Pick<Files, "read" | "home">;
  /** Absolute path of the settings file; every one has its own copy for times without Vault. */
  readonly settingsFile: string;
  /** Do not ask the server. */
  readonly offline?: boolean;
}

/**
 * The Vault that a settings file or VAULT_ADDR names; undefined when nobody names one. Nothing is sent before the first reading.
 * @throws as {@link vaultSetup}
 */
export function openVault({
  location,
  env,
  files,
  settingsFile,
  offline = false,
}: OpenVaultOptions): OpenVault | undefined {
  const setup = vaultSetup(location, env, files);
  if (!setup) return undefined;
  const session = createVaultSession(setup.server, setup.login);
  let keeper: KeepAlive | undefined;
  const onLease = (lease: VaultLease): void => keeper?.watch(lease);
  const asking = vaultProvider(session, { ...setup.options, onLease });
  return {
    session,
    options: setup.options,
    provider: withCopyIfAsked(asking, { location, env, files, settingsFile, offline }),
    keepAlive(options) {
      keeper = keepAlive(session, { ...options, timeout: setup.options.timeout });
      return keeper;
    },
  };
}

/** With `vault.cache` a copy is kept, when there is a passphrase to encrypt it with. */
function withCopyIfAsked(
  provider: Provider,
  { location: { cache }, env, files, settingsFile, offline = false }: OpenVaultOptions,
): Provider {
  if (cache === undefined && !offline) return provider;
  const maxAge = (parseDuration(cache ?? "0") ?? 0) / 1e6;
  const id = sha256(settingsFile).slice(0, 16);
  const folder = env["XDG_CACHE_HOME"] || `${files.home}/.cache`;
  return withOfflineCopy(provider, {
    path: `${folder}/slipway/vault-${id}.json`,
    passphrase: env["SLIPWAY_CACHE_KEY"] ? new Secret(env["SLIPWAY_CACHE_KEY"]) : undefined,
    maxAge,
    offline,
    files,
  });
}
