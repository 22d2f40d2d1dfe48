/**
 * The configuration cascade and secrets. A contract (`slipway.settings.yaml`) says what settings there are; sources give values,
 * each only what the environment entitles it to; {@link loadSettings} gives one whole {@link Snapshot} or everything that is
 * wrong, and {@link explain} tells of every value where it came from.
 */
export { Secret } from "@slipway/core";
export { type DiffSide, diff, type SettingDifference } from "./cascade/diff.ts";
export { type ExplainedSetting, type ExplainedSource, explain, type ShownSetting, show } from "./cascade/explain.ts";
export type { Outcome, Resolution, Status, Trace, Verdict } from "./cascade/outcome.ts";
export {
  type Candidate,
  type FailureReason,
  type Reading,
  type SourceFailure,
  textOf,
  type VaultPlace,
} from "./cascade/reading.ts";
export { type ResolveOptions, resolve } from "./cascade/resolve.ts";
export { shownValue } from "./cascade/shown.ts";
export type { Snapshot } from "./cascade/snapshot.ts";
export type { Contract, Place, Policy, Setting, SettingType, SourceName, VaultReference } from "./contract/contract.ts";
export { readContract } from "./contract/read-contract.ts";
export type { ContractCache } from "./contract-cache.ts";
export { settingsErrors, settingsExitCode } from "./errors.ts";
export { exitCodeOf, settingsInvalid } from "./exit-code-of.ts";
export { findSettingsFile } from "./find-file.ts";
export { typesOf } from "./generate/types.ts";
export {
  type LiveOptions,
  type LiveSettings,
  type Loading,
  openLiveSettings,
  type SettingsChange,
} from "./live/live-settings.ts";
export { type OpenOptions, type OpenSettings, openSettings } from "./live/open-settings.ts";
export {
  environmentOf,
  type LoadedContract,
  type LoadOptions,
  loadContract,
  loadSettings,
  requireSettings,
} from "./load.ts";
export { dotenvProvider } from "./providers/dotenv.ts";
export { environmentProvider, type Variables } from "./providers/environment.ts";
export type { Provider } from "./providers/provider.ts";
export { valueFilesProvider } from "./providers/value-files.ts";
export type { KeepAlive, KeepAliveOptions } from "./providers/vault/keep-alive.ts";
export { vaultNotAsked } from "./providers/vault/not-asked.ts";
export { type OpenVault, type OpenVaultOptions, openVault } from "./providers/vault/open.ts";
export { initVault, type VaultProject, vaultProject } from "./providers/vault/project.ts";
export { pullSecrets, pushSecrets, type Transferred } from "./providers/vault/transfer.ts";
export { type BuildContext, checkSecretsFile } from "./secrets-file/check.ts";
export { type Ensured, ensureSecrets } from "./secrets-file/ensure.ts";
export { generateSecret } from "./secrets-file/generate.ts";
export { secretsFileName } from "./secrets-file/name.ts";
export { rotateSecret } from "./secrets-file/rotate.ts";
export { type Change, updateSecretsFile } from "./secrets-file/update.ts";
export { envTemplate } from "./template/env-template.ts";
export type { SettingValue } from "./values/coerce.ts";
export { quoted } from "./values/quoted.ts";
