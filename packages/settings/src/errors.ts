import { defineErrors, inArea } from "@slipway/core";

/** Exit codes of a command that needs settings, so that a script can tell what is wrong with them. */
export const settingsExitCode = {
  /** The settings file itself is wrong. */
  contract: 2,
  /** A required setting has no value. */
  missing: 3,
  /** A value does not fit its type. */
  malformed: 4,
  /** A secret stands where it must not. */
  unauthorised: 5,
  /** A source could not be asked. */
  source: 6,
} as const;

/** Everything that settings can have wrong: code, wording, cure. docs/errors/settings.md has a section for each code. */
export const settingsErrors = defineErrors("SettingsError", {
  ...inArea("SETTINGS"),
  SETTINGS_INVALID: {
    message: (p: { environment: string; count: number }) =>
      `the settings for ${p.environment} have ${p.count === 1 ? "an error" : `${p.count} errors`}`,
  },
  SETTINGS_NO_FILE: {
    message: (p: { directory: string }) => `no slipway.settings.yaml in ${p.directory} or a directory above it`,
    hint: "create slipway.settings.yaml with a key `settings:`, or change to the project's directory",
    exitCode: settingsExitCode.contract,
  },
  SETTINGS_FILE_UNREADABLE: {
    message: (p: { path: string; reason: string }) => `cannot read ${p.path}: ${p.reason}`,
    hint: "check that it is a text file in UTF-8 and that you may read it",
    exitCode: settingsExitCode.contract,
  },
  SETTINGS_NOT_A_MAPPING: {
    message: (p: { found: string }) => `a settings file must be one mapping, not ${p.found}`,
    hint: "begin it with a line `settings:`",
    exitCode: settingsExitCode.contract,
  },
  SETTINGS_UNKNOWN_ATTRIBUTE: {
    message: (p: { attribute: string; parent: string; hint?: string | undefined }) =>
      `unknown attribute "${p.attribute}" ${p.parent}`,
    hint: (p) => p.hint,
    exitCode: settingsExitCode.contract,
  },
  SETTINGS_WRONG_TYPE: {
    message: (p: { path: string; problem: string; hint?: string | undefined }) => `${p.path} ${p.problem}`,
    hint: (p) => p.hint,
    exitCode: settingsExitCode.contract,
  },
  SETTINGS_CONFLICT: {
    message: (p: { key: string; reason: string; hint: string }) => `${p.key}: ${p.reason}`,
    hint: (p) => p.hint,
    exitCode: settingsExitCode.contract,
  },
  SETTINGS_UNKNOWN_KEY: {
    message: (p: { key: string; by?: string | undefined; hint?: string | undefined }) =>
      p.by === undefined ? `there is no setting ${p.key}` : `${p.by} names ${p.key}, which is no setting`,
    hint: (p) => p.hint ?? "`slipway env resolve` lists the settings",
    exitCode: settingsExitCode.contract,
  },
  SETTINGS_UNKNOWN_ENVIRONMENT: {
    message: (p: { name: string; known: readonly string[] }) => `there is no environment "${p.name}"`,
    hint: (p) => `use one of ${p.known.join(", ")}, or declare it under \`environments:\``,
    exitCode: settingsExitCode.contract,
  },
  SETTINGS_DERIVED_CYCLE: {
    message: (p: { path: readonly string[] }) => `settings are put together in a circle: ${p.path.join(" → ")}`,
    hint: "give one of them a value of its own",
    exitCode: settingsExitCode.contract,
  },
  SETTINGS_LOOKS_SECRET: {
    message: (p: { key: string }) => `${p.key} has the name of a secret, but is not marked as one`,
    hint: "add `secret: true`, or `secret: false` when everybody may see it",
  },
  SETTINGS_MISSING: {
    message: (p: { key: string; environment: string; asked: readonly string[]; reason?: string | undefined }) =>
      `${p.key} has no value in ${p.environment}${p.reason === undefined ? "" : `: ${p.reason}`}`,
    hint: (p) =>
      p.asked.length === 0 ? "allow a source for it under `environments:`" : `give it in ${p.asked.join(", or in ")}`,
    exitCode: settingsExitCode.missing,
  },
  SETTINGS_MALFORMED: {
    message: (p: { key: string; type: string; problem: string; source: string }) =>
      `${p.key} (${p.source}) ${p.problem}`,
    hint: (p) => typeHints[p.type],
    exitCode: settingsExitCode.malformed,
  },
  SETTINGS_SECRET_FROM_UNAUTHORISED_SOURCE: {
    message: (p: { key: string; source: string; environment: string; why: string; allowed: readonly string[] }) =>
      `the secret ${p.key} stands in ${p.source}, ${p.why}`,
    hint: (p) =>
      `take it out there${p.allowed.length === 0 ? "" : `; in ${p.environment} it may come from ${p.allowed.join(", ")}`}`,
    exitCode: settingsExitCode.unauthorised,
  },
  SETTINGS_NOT_ENTITLED: {
    message: (p: { key: string; source: string; environment: string }) =>
      `${p.key} is given by ${p.source}, which may not give it in ${p.environment}`,
    hint: "the value is not used; allow the source under `environments:`, or take it out",
  },
  SETTINGS_BREAK_GLASS: {
    message: (p: { key: string; source: string }) => `the secret ${p.key} is taken from ${p.source} against the rules`,
    hint: "this was asked for; put the secret where it belongs, and change it",
  },
  SETTINGS_SOURCE_FAILED: {
    message: (p: { source: string; reason: string; keys: readonly string[]; hint?: string | undefined }) =>
      `${p.source} ${p.reason}${p.keys.length === 0 ? "" : `, so there is no ${list(p.keys)}`}`,
    hint: (p) => p.hint,
    exitCode: settingsExitCode.source,
  },
  SETTINGS_STALE: {
    message: (p: { source: string; reason: string; age: string; keys: readonly string[] }) =>
      `${p.source} ${p.reason}; the copy of ${p.age} ago answers for ${list(p.keys)}`,
    hint: "`vault.cache` of the settings file allows it",
  },
  SETTINGS_COPY_UNUSABLE: {
    message: (p: { reason: string }) => `the copy for times without Vault is not used: ${p.reason}`,
    hint: "set SLIPWAY_CACHE_KEY as it was, or remove the file: the next answer of Vault makes a new one",
  },
  SETTINGS_RELOAD_FAILED: {
    message: (p: { why: string; count: number }) =>
      `the settings could not be loaded (${p.why}): ${p.count === 1 ? "an error" : `${p.count} errors`}`,
    hint: "a program that runs goes on with the settings it had",
  },
  SETTINGS_NO_VAULT: {
    message: () => "nobody says where Vault is",
    hint: "set VAULT_ADDR, or `address:` under `vault:` of the settings file",
    exitCode: settingsExitCode.contract,
  },
  SETTINGS_FILE_LOCKED: {
    message: (p: { path: string; pid: string }) => `process ${p.pid} is writing ${p.path}`,
    hint: (p) => `wait for it to end; when there is no such process, remove ${p.path}.lock`,
  },
  SETTINGS_WRITE_FAILED: {
    message: (p: { path: string; reason: string }) => `cannot write ${p.path}: ${p.reason}`,
    hint: "the file is as it was; make room or get the permission, and try again",
  },
  SETTINGS_SECRETS_NOT_HERE: {
    message: (p: { environment: string; name: string }) => `${p.environment} takes no secrets from ${p.name}`,
    hint: "put them where it takes them from, or allow `secrets-file` under `environments:`",
    exitCode: settingsExitCode.contract,
  },
  SETTINGS_SECRETS_FILE_BROKEN: {
    message: (p: { path: string }) => `${p.path} has lines that cannot be read, so it is not changed`,
    hint: "repair these lines; each must be KEY=value",
  },
  SETTINGS_SECRETS_FILE_MODE: {
    message: (p: { path: string; mode: string }) => `others than you may read ${p.path} (its mode is ${p.mode})`,
    hint: (p) => `run \`chmod 600 ${p.path}\``,
  },
  SETTINGS_SECRETS_FILE_TRACKED: {
    message: (p: { path: string }) => `git keeps ${p.path}`,
    hint: (p) => `run \`git rm --cached ${p.path}\`, ignore the file, and change the secrets: they are in the history`,
  },
  SETTINGS_SECRETS_FILE_NOT_IGNORED: {
    message: (p: { path: string }) => `git does not ignore ${p.path}`,
    hint: "add a line `.slipway.secrets.env` to .gitignore",
  },
  SETTINGS_SECRETS_FILE_IN_CONTEXT: {
    message: (p: { path: string; service: string; directory: string }) =>
      `the build of ${p.service} takes ${p.path} of ${p.directory} into its context`,
    hint: (p) => `add a line \`${p.path}\` to its .dockerignore`,
  },
  SETTINGS_WEAK_SECRET: {
    message: (p: { key: string }) => `${p.key} is easy to guess`,
    hint: (p) => `run \`slipway secrets rotate ${p.key}\``,
  },
  SETTINGS_FALLBACK: {
    message: (p: { source: string; reason: string; keys: readonly string[] }) =>
      `${p.source} ${p.reason}; lower sources answer for ${list(p.keys)}`,
    hint: "`fallback: true` of this environment allows it",
  },
});

const typeHints: Readonly<Record<string, string>> = {
  int: "write a whole number, such as 42",
  number: "write a number, such as 1.5",
  bool: "write true or false",
  url: "write a whole URL, such as https://example.com/path",
  port: "write a number from 1 to 65535",
  duration: "write a number with its unit, such as 30s, 5m or 1h30m",
  bytes: "write a number with its unit, such as 64m or 1gb",
  json: "write JSON, with quotes around keys and texts",
};

/** Some names, and how many more there are. */
function list(keys: readonly string[]): string {
  const shown = keys.slice(0, 5).join(", ");
  return keys.length > 5 ? `${shown} and ${keys.length - 5} more` : shown;
}
