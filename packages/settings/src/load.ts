import { basename, dirname, relative, resolve as resolvePath } from "node:path";
import { type Diagnostic, Diagnostics, diskFiles, evaluate, type Files, SourceText } from "@slipway/core";
import type { Resolution } from "./cascade/outcome.ts";
import { keysInOrder, policyOf, resolve } from "./cascade/resolve.ts";
import type { Contract, Policy, Setting } from "./contract/contract.ts";
import { readContract } from "./contract/read-contract.ts";
import { type ContractCache, keepContract, recallContract } from "./contract-cache.ts";
import { settingsErrors } from "./errors.ts";
import { settingsInvalid } from "./exit-code-of.ts";
import { findSettingsFile } from "./find-file.ts";
import { dotenvProvider } from "./providers/dotenv.ts";
import { environmentProvider, type Variables } from "./providers/environment.ts";
import type { Provider } from "./providers/provider.ts";
import { valueFilesProvider } from "./providers/value-files.ts";
import { vaultAddress, vaultWithoutAddress } from "./providers/vault/address.ts";
import { secretsFileName } from "./secrets-file/name.ts";

export interface LoadOptions {
  /** Absolute; the settings file is looked for here and above. */
  readonly cwd: string;
  /** The variables of the process. */
  readonly env: Variables;
  /** The settings file, when it is not to be found; a `contract.yaml` may hold other things too. */
  readonly file?: string;
  /** `development`, `test`, `staging`, `production` or one of the file; SLIPWAY_ENVIRONMENT or `development` without it. */
  readonly environment?: string;
  /** Only these settings, and those they are put together of. */
  readonly keys?: Iterable<string>;
  /** Take secrets also from where they must not stand. */
  readonly breakGlass?: boolean;
  /** Vault, opened by a program that keeps it open; otherwise it is opened where the settings file or VAULT_ADDR names it. */
  readonly vault?: Provider;
  /** Do not ask Vault; a copy of what it said may answer (`vault.cache`). */
  readonly offline?: boolean;
  /** Further sources. */
  readonly providers?: readonly Provider[];
  readonly files?: Files;
  /** Where large contracts are kept once they are read; they are read each time without it. */
  readonly contracts?: ContractCache;
  readonly signal?: AbortSignal;
}

/** A contract and where it lies, or what is wrong with it. */
export interface LoadedContract {
  readonly contract?: Contract;
  /** Absolute path of the settings file. */
  readonly path: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the settings file alone; no source is asked.
 * @throws SETTINGS_NO_FILE, SETTINGS_FILE_UNREADABLE
 */
export async function loadContract({
  cwd,
  file,
  files = diskFiles,
  contracts,
}: Pick<LoadOptions, "cwd" | "file" | "files" | "contracts">): Promise<LoadedContract> {
  const path = file === undefined ? findSettingsFile(cwd, files) : resolvePath(cwd, file);
  const diagnostics = new Diagnostics();
  const embedded = /^contract\.ya?ml$/.test(basename(path));
  const source = new SourceText(path, readText(path, files));
  const kept = contracts && recallContract(contracts, source, embedded, files);
  if (kept) return { path, ...kept };
  const contract = await readContract(source, diagnostics, { embedded });
  if (contract && contracts) keepContract(contracts, source, embedded, { contract, diagnostics: diagnostics.all });
  return { path, diagnostics: diagnostics.all, ...(contract ? { contract } : {}) };
}

/**
 * The settings of a project in one environment: reads the contract, asks every source that this environment allows, and
 * resolves. With a wrong contract no source is asked and `resolution` is undefined.
 * @throws SETTINGS_NO_FILE, SETTINGS_FILE_UNREADABLE, SETTINGS_UNKNOWN_ENVIRONMENT, SETTINGS_UNKNOWN_KEY
 */
export async function loadSettings(options: LoadOptions): Promise<{
  readonly path: string;
  readonly contract?: Contract;
  readonly resolution?: Resolution;
  readonly diagnostics: readonly Diagnostic[];
}> {
  const { contract, path, diagnostics } = await loadContract(options);
  if (!contract) return { path, diagnostics };
  const environment = environmentOf(options);
  const policy = policyOf(contract, environment);
  const wanted = keysInOrder(contract, options.keys).flatMap((key) => contract.settings.get(key) ?? []);
  const providers = [
    ...usualProviders(contract, dirname(path), environment, options),
    ...(policy.secrets.includes("vault") ? await vaultProviders(contract, wanted, options) : []),
    ...(policy.secrets.includes("encrypted") ? await encryptedProviders(dirname(path), environment, options) : []),
    ...(options.providers ?? []),
  ];
  const asked = providers.filter(({ source }) => mayMatter(source, policy));
  const readings = await Promise.all(asked.map((provider) => provider.read(wanted, options.signal)));
  const { breakGlass = false, keys } = options;
  const resolution = resolve(contract, environment, readings, { breakGlass, ...(keys ? { keys } : {}) });
  return { path, contract, resolution, diagnostics: [...diagnostics, ...resolution.diagnostics] };
}

/**
 * As {@link loadSettings}, for a program that cannot go on without its settings.
 * @throws SETTINGS_INVALID with everything that is wrong and the exit code of the worst, besides what loadSettings throws
 */
export async function requireSettings(options: LoadOptions): Promise<NonNullable<Resolution["snapshot"]>> {
  const { resolution, diagnostics } = await loadSettings(options);
  if (resolution?.snapshot) return resolution.snapshot;
  throw settingsInvalid(environmentOf(options), diagnostics);
}

/** The environment that is meant: the option, SLIPWAY_ENVIRONMENT, or `development`. */
export function environmentOf({ environment, env }: Pick<LoadOptions, "environment" | "env">): string {
  return environment ?? (env["SLIPWAY_ENVIRONMENT"] || "development");
}

function readText(path: string, files: Files): string {
  let text: string | undefined;
  try {
    text = files.read(path);
  } catch (cause) {
    throw settingsErrors.error("SETTINGS_FILE_UNREADABLE", { path, reason: (cause as Error).message }, { cause });
  }
  if (text === undefined) {
    throw settingsErrors.error("SETTINGS_FILE_UNREADABLE", { path, reason: "there is no such file" });
  }
  return text;
}

/** Loaded only for a file that holds a secret: running git takes longer than all else. */
const isTracked = async (path: string): Promise<boolean> => (await import("./git.ts")).isTracked(path);

/** The names of all files beside the settings file that may hold values in an environment. */
export function fileNamesOf(contract: Contract, environment: string, env: Variables): readonly string[] {
  return [...envFileNames(contract, environment, env), secretsFileName, ...encryptedNames(environment)];
}

function encryptedNames(environment: string): readonly string[] {
  return [`.slipway.secrets.${environment}.age`, ".slipway.secrets.age"];
}

function envFileNames(contract: Contract, environment: string, env: Variables): readonly string[] {
  const lookup = (variable: string): string | undefined => (variable === "ENVIRONMENT" ? environment : env[variable]);
  return contract.envFiles.map((name) => evaluate(name, lookup, () => undefined));
}

/** The sources that need nothing but the machine: variables, files that variables name, env files, the secrets file. */
function usualProviders(
  contract: Contract,
  directory: string,
  environment: string,
  { env, files = diskFiles, cwd }: LoadOptions,
): readonly Provider[] {
  const file = (name: string, source: "dotenv" | "secrets-file"): Provider => {
    const path = resolvePath(directory, name);
    return dotenvProvider({ path, name: relative(cwd, path) || name, source, env, files, isTracked });
  };
  const names = envFileNames(contract, environment, env);
  return [
    valueFilesProvider(env, files, isTracked),
    file(secretsFileName, "secrets-file"),
    environmentProvider(env),
    ...names.map((name) => file(name, "dotenv")),
  ];
}

/** The encrypted files beside the settings file, that of the environment first. Their code is loaded only when there is one. */
async function encryptedProviders(
  directory: string,
  environment: string,
  { cwd, env, files = diskFiles }: LoadOptions,
): Promise<readonly Provider[]> {
  const there = encryptedNames(environment)
    .map((name) => resolvePath(directory, name))
    .filter((path) => files.exists(path));
  if (there.length === 0) return [];
  const { ageProvider } = await import("./providers/age.ts");
  return there.map((path) => ageProvider({ path, name: relative(cwd, path), env, files }));
}

/** Vault, when some setting lies there. Its code is loaded only when somebody says where it is. */
async function vaultProviders(
  contract: Contract,
  wanted: readonly Setting[],
  { env, files = diskFiles, vault, offline = false }: LoadOptions,
): Promise<readonly Provider[]> {
  if (vault) return [vault];
  if (!wanted.some((setting) => setting.vault !== undefined)) return [];
  if (vaultAddress(contract.vault, env) === undefined) return [vaultWithoutAddress];
  const { openVault } = await import("./providers/vault/open.ts");
  const opened = openVault({ location: contract.vault, env, files, settingsFile: contract.file, offline });
  return opened ? [opened.provider] : [];
}

/** A source that this environment does not allow is still read where a secret could lie openly: that is an error to tell of. */
function mayMatter(source: Provider["source"], { secrets, values }: Policy): boolean {
  const open = source === "environment" || source === "dotenv" || source === "secrets-file";
  return open || secrets.includes(source) || values.includes(source);
}
