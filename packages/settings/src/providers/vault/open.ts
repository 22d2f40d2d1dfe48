import type { Files } from "@slipway/core";
import type { VaultLocation } from "../../contract/contract.ts";
import type { Variables } from "../environment.ts";
import type { Provider } from "../provider.ts";
import { vaultSetup } from "./from-environment.ts";
import { type KeepAlive, type KeepAliveOptions, keepAlive } from "./keep-alive.ts";
import { type VaultLease, vaultProvider } from "./provider.ts";
import { createVaultSession, type VaultSession } from "./session.ts";

/** A Vault that settings can be read from, and kept alive in a program that runs on. */
export interface OpenVault {
  readonly provider: Provider;
  readonly session: VaultSession;
  /** Renews the token and the leases of what is read from now on. */
  keepAlive(options: Omit<KeepAliveOptions, "timeout">): KeepAlive;
}

/**
 * The Vault that a settings file or VAULT_ADDR names; undefined when nobody names one. Nothing is sent before the first reading.
 * @throws as {@link vaultSetup}
 */
export function openVault(
  location: VaultLocation,
  env: Variables,
  files: Pick<Files, "read" | "home">,
): OpenVault | undefined {
  const setup = vaultSetup(location, env, files);
  if (!setup) return undefined;
  const session = createVaultSession(setup.server, setup.login);
  let keeper: KeepAlive | undefined;
  const onLease = (lease: VaultLease): void => keeper?.watch(lease);
  return {
    session,
    provider: vaultProvider(session, { ...setup.options, onLease }),
    keepAlive(options) {
      keeper = keepAlive(session, { ...options, timeout: setup.options.timeout });
      return keeper;
    },
  };
}

/** Stands for Vault in an explanation where nobody said where it is. */
export const vaultWithoutAddress: Provider = {
  source: "vault",
  label: "Vault",
  async read(wanted) {
    const keys = wanted.filter(({ vault }) => vault !== undefined).map(({ key }) => key);
    const absent = [{ keys, from: "Vault", why: "VAULT_ADDR is not set" }];
    return { source: "vault", label: "Vault", found: [], failed: [], absent };
  },
};
