import type { Policy, SourceName } from "./contract.ts";

const values: readonly SourceName[] = ["file", "environment", "dotenv", "default"];
const kept: readonly SourceName[] = ["vault", "encrypted", "file"];

/**
 * What the sources may give where a settings file says nothing else. A developer's secrets are made on his machine and lie in
 * `.slipway.secrets.env`; a pipeline hands them over as variables; where strangers are served they come from Vault, from an
 * encrypted file, or from a file that was mounted.
 */
export const builtInPolicies: Readonly<Record<string, Policy>> = {
  development: { secrets: [...kept, "secrets-file"], values, fallback: false },
  test: { secrets: [...kept, "secrets-file", "environment"], values, fallback: false },
  staging: { secrets: kept, values, fallback: false },
  production: { secrets: kept, values, fallback: false },
};
