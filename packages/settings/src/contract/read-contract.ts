import {
  type Diagnostics,
  entryText,
  explainFaults,
  locateKey,
  locateValue,
  type MappingNode,
  type Node,
  parseYaml,
  pathText,
  positionOf,
  registerSecret,
  type SourceText,
  syntaxErrors,
  toValue,
} from "@slipway/core";
import { settingsErrors } from "../errors.ts";
import type { SettingsFile } from "../schema/settings-file.ts";
import { schema, validate } from "../schema/validate.gen.ts";
import { checkContract } from "./check-contract.ts";
import type { Contract, Policy } from "./contract.ts";
import { builtInPolicies } from "./policies.ts";
import { toSetting } from "./to-setting.ts";

/** The keys of the settings in a `contract.yaml`, which holds other things too. */
const ownKeys = ["settings", "environments", "env_files", "vault"];

/**
 * The contract of a settings file: `slipway.settings.yaml`, or with `embedded` the same keys among the others of a
 * `contract.yaml`. Everything that is wrong with it is reported to `diagnostics`; then there is no contract.
 */
export async function readContract(
  source: SourceText,
  diagnostics: Diagnostics,
  { embedded = false }: { readonly embedded?: boolean } = {},
): Promise<Contract | undefined> {
  const parsed = parseYaml(source, diagnostics, "SETTINGS");
  if ("fault" in parsed) {
    for (const error of await syntaxErrors(parsed.fault, "SETTINGS")) diagnostics.add(error);
    return undefined;
  }
  const [written, ...more] = parsed.documents;
  if (written?.kind !== "mapping" || more.length > 0) {
    const found = more.length > 0 ? "several documents" : written === undefined ? "an empty file" : nameOf(written);
    const at = more[0] ?? written;
    diagnostics.add(
      settingsErrors.diagnostic("SETTINGS_NOT_A_MAPPING", { found }, at ? positionOf(at.origin) : source.position(0)),
    );
    return undefined;
  }
  const root = embedded ? onlyOwnKeys(written) : written;
  hideSecretDefaults(root);
  const document = toValue(root);
  if (!validate(document)) {
    for (const one of explainFaults(validate.errors ?? [], schema(), document)) report(one, root, diagnostics);
  }
  if (diagnostics.hasErrors) return undefined;
  const contract = toContract(document as SettingsFile, root, source.file, diagnostics);
  checkContract(contract, diagnostics);
  return diagnostics.hasErrors ? undefined : contract;
}

/** A secret must have no default. One that has it all the same shall not be shown with the line of whatever else is wrong. */
function hideSecretDefaults(root: MappingNode): void {
  const settings = root.entries.get("settings")?.value;
  if (settings?.kind !== "mapping") return;
  for (const { value: setting } of settings.entries.values()) {
    if (setting.kind !== "mapping" || entryText(setting, "secret") !== "true") continue;
    registerSecret(entryText(setting, "default") ?? "");
    const overrides = setting.entries.get("environments")?.value;
    if (overrides?.kind !== "mapping") continue;
    for (const { value: override } of overrides.entries.values()) registerSecret(entryText(override, "default") ?? "");
  }
}

function nameOf(node: Node): string {
  return node.kind === "scalar" ? "a single value" : "a list";
}

function onlyOwnKeys(root: MappingNode): MappingNode {
  return { ...root, entries: new Map([...root.entries].filter(([key]) => ownKeys.includes(key))) };
}

function toContract(file: SettingsFile, root: MappingNode, name: string, diagnostics: Diagnostics): Contract {
  const policies = new Map<string, Policy>(Object.entries(builtInPolicies));
  for (const [environment, given] of Object.entries(file.environments ?? {})) {
    const base = policies.get(environment) ?? (builtInPolicies["production"] as Policy);
    policies.set(environment, {
      secrets: given.secrets ?? base.secrets,
      values: given.values ?? base.values,
      fallback: given.fallback ?? base.fallback,
    });
  }
  const settings = Object.entries(file.settings).map(
    ([key, entry]) => [key, toSetting(key, entry, root, diagnostics)] as const,
  );
  return {
    file: name,
    settings: new Map(settings),
    policies,
    envFiles: file.env_files ?? [".env.${ENVIRONMENT}", ".env"],
    vault: file.vault ?? {},
  };
}

type Explained = ReturnType<typeof explainFaults>[number];

function report({ reason, path, problem, hint }: Explained, root: Node, diagnostics: Diagnostics): void {
  const parent = path.length > 1 ? `in ${pathText(path.slice(0, -1))}` : "at the top level";
  if (reason === "unknown-key" || reason === "bad-key") {
    const params = { attribute: problem, parent, hint };
    diagnostics.add(settingsErrors.diagnostic("SETTINGS_UNKNOWN_ATTRIBUTE", params, locateKey(root, path)));
    return;
  }
  const at = reason === "missing-key" ? locateKey(root, path) : locateValue(root, path);
  const params = { path: pathText(path) || "a settings file", problem, hint };
  diagnostics.add(settingsErrors.diagnostic("SETTINGS_WRONG_TYPE", params, at));
}
