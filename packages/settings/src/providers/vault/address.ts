import type { VaultLocation } from "../../contract/contract.ts";
import type { Variables } from "../environment.ts";
import type { Provider } from "../provider.ts";

/** The address of Vault that the variables or the settings file name, without a `/` at its end; the variables count more. */
export function vaultAddress(location: VaultLocation, env: Variables): string | undefined {
  const address = env["VAULT_ADDR"] || env["BAO_ADDR"] || location.address;
  return address?.replace(/\/+$/, "") || undefined;
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
