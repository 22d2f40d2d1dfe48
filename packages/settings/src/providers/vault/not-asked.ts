import type { Provider } from "../provider.ts";

/** Stands for Vault where it is not to be asked, and nothing may fail for that: it has nothing. */
export const vaultNotAsked: Provider = {
  source: "vault",
  label: "Vault",
  read: async (wanted) => {
    const keys = wanted.filter(({ vault }) => vault !== undefined).map(({ key }) => key);
    const absent = [{ keys, from: "Vault", why: "it was not asked" }];
    return { source: "vault", label: "Vault", found: [], failed: [], absent };
  },
};
