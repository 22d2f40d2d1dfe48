import { dirname, join } from "node:path";
import type { Diagnostic } from "@slipway/core";
import { settingsErrors } from "../errors.ts";
import { environmentOf, type LoadOptions, loadSettings } from "../load.ts";
import { generateSecret } from "./generate.ts";
import { addIgnore, missingIgnore } from "./ignore.ts";
import { secretsFileName } from "./name.ts";
import { updateSecretsFile } from "./update.ts";

/** What `secrets ensure` did, or would do. */
export interface Ensured {
  /** The secrets file. */
  readonly path: string;
  /** The keys that were made. */
  readonly made: readonly string[];
  /** The .gitignore that had to get a line for the file. */
  readonly ignored?: string;
  /** The secrets that have a value already, from whatever source. */
  readonly present: readonly string[];
  /** Missing ones that somebody else gives out (`generate: false`). */
  readonly missing: readonly string[];
  /** What is wrong besides: such as a secret in a file of the repository. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Makes every required secret that has no value in this environment, and writes them into the secrets file beside the settings
 * file, which git is told to ignore. What has a value is never changed; an empty value counts as missing. With `dryRun` nothing
 * is written.
 * @throws SETTINGS_SECRETS_NOT_HERE when this environment takes no secrets from that file, besides what loading and writing throw
 */
export async function ensureSecrets(options: LoadOptions & { readonly dryRun?: boolean }): Promise<Ensured> {
  const { contract, resolution, diagnostics, path: settingsPath } = await loadSettings(options);
  const path = join(dirname(settingsPath), secretsFileName);
  const environment = environmentOf(options);
  if (!contract || !resolution) return { path, made: [], present: [], missing: [], diagnostics };
  if (!contract.policies.get(environment)?.secrets.includes("secrets-file")) {
    throw settingsErrors.error("SETTINGS_SECRETS_NOT_HERE", { environment, name: secretsFileName });
  }
  const secrets = [...resolution.outcomes.values()].filter(({ setting }) => setting.secret && !setting.derived);
  const missing = secrets.filter(({ status }) => status === "missing").map(({ setting }) => setting);
  const wanted = new Map(
    missing.flatMap(({ variable, generate }) => (generate === undefined ? [] : [[variable, generate]])),
  );
  const made =
    options.dryRun || wanted.size === 0
      ? [...wanted.keys()]
      : await updateSecretsFile(path, (current) =>
          // Another writer may have made some of them meanwhile.
          Object.fromEntries(
            [...wanted].filter(([key]) => !current.get(key)).map(([key, length]) => [key, generateSecret(length)]),
          ),
        );
  const ignored = made.length > 0 ? missingIgnore(path) : undefined;
  if (ignored !== undefined && !options.dryRun) addIgnore(ignored, path);
  return {
    path,
    made,
    ...(ignored === undefined ? {} : { ignored }),
    present: secrets.filter(({ status }) => status === "resolved").map(({ setting }) => setting.key),
    missing: missing.filter(({ generate }) => generate === undefined).map(({ key }) => key),
    diagnostics: diagnostics.filter(({ code }) => code !== "SETTINGS_MISSING"),
  };
}
