import type { Policy, Setting, SourceName } from "../contract/contract.ts";

/** The places where a person can give a setting, the most usual first, as the end of `give it in …`. */
export function whereToGive(setting: Setting, policy: Policy): readonly string[] {
  const { secret, variable, vault, generate } = setting;
  const entitled = secret ? policy.secrets : policy.values;
  const texts: Partial<Record<SourceName, string>> = {
    ...(vault ? { vault: `Vault at ${vault.path}#${vault.field}` } : {}),
    encrypted: "the encrypted file",
    "secrets-file":
      generate === undefined ? ".slipway.secrets.env" : ".slipway.secrets.env (`slipway secrets ensure` makes it)",
    environment: `the variable ${variable}`,
    dotenv: `.env as ${variable}=…`,
    file: `a file named by ${variable}_FILE`,
  };
  const order: readonly SourceName[] = ["vault", "secrets-file", "environment", "dotenv", "file", "encrypted"];
  return order.flatMap((source) => (entitled.includes(source) ? (texts[source] ?? []) : [])).slice(0, 3);
}
