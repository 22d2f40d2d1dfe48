import { type Diagnostics, locateKey, locateValue, type Node, nodeAt, type Path, toValue } from "@slipway/core";
import { settingsErrors } from "../errors.ts";
import { referencesOf } from "../values/references.ts";
import type { Declared, Setting, SettingEntry } from "./contract.ts";

/** Characters of a generated secret where the contract says nothing: 32 letters and digits hold 190 bits. */
const usualLength = 32;

/** A weak default hides best where nobody said that it is a secret: `MINIO_SECRET_KEY: minioadmin`. */
const secretName = /(?:^|_)(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|SECRET_KEY|PRIVATE_KEY|CREDENTIALS?)$/i;

/** A setting of the file with its defaults filled in and the places of its texts. A default that is no text of its type is reported. */
export function toSetting(key: string, entry: SettingEntry, root: Node, diagnostics: Diagnostics): Setting {
  const path = ["settings", key];
  const type = entry.type ?? "string";
  const separator = entry.separator ?? ",";
  const declared = (at: Path): Declared | undefined => {
    const node = nodeAt(root, at);
    if (node === undefined) return undefined;
    const text = textOf(node, type, separator);
    const place = locateValue(root, at);
    if (text !== undefined) return { text, at: place };
    const params = {
      key,
      reason: `a default of type ${type} cannot be a ${node.kind === "scalar" ? "missing value" : node.kind}`,
      hint: "write it as one text, or remove the key",
    };
    diagnostics.add(settingsErrors.diagnostic("SETTINGS_CONFLICT", params, place));
    return undefined;
  };
  const given = declared([...path, "default"]);
  const derived = derivedOf(entry.value, root, path);
  const overrides = Object.entries(entry.environments ?? {}).map(([environment, { required }]) => {
    const other = declared([...path, "environments", environment, "default"]);
    return [
      environment,
      { ...(other ? { default: other } : {}), ...(required === undefined ? {} : { required }) },
    ] as const;
  });
  const length =
    entry.generate === false ? undefined : typeof entry.generate === "object" ? entry.generate.length : usualLength;
  const at = locateKey(root, path);
  if (entry.secret === undefined && type === "string" && !derived && secretName.test(key)) {
    diagnostics.add(settingsErrors.diagnostic("SETTINGS_LOOKS_SECRET", { key }, at, "warning"));
  }
  return {
    key,
    variable: entry.variable ?? key,
    type,
    secret: entry.secret ?? false,
    required: entry.required ?? true,
    ...(given ? { default: given } : {}),
    ...(derived ? { derived } : {}),
    overrides: Object.fromEntries(overrides),
    ...(entry.vault ? { vault: { ...entry.vault, field: entry.vault.field ?? key } } : {}),
    ...(entry.description === undefined ? {} : { description: entry.description }),
    services: entry.services ?? [],
    deliver: entry.deliver ?? "variable",
    values: entry.values ?? [],
    items: entry.items ?? "string",
    separator,
    ...(entry.min === undefined ? {} : { min: entry.min }),
    ...(entry.max === undefined ? {} : { max: entry.max }),
    ...(entry.pattern === undefined ? {} : { pattern: entry.pattern }),
    ...(entry.example === undefined ? {} : { example: entry.example }),
    ...(length === undefined ? {} : { generate: length }),
    at,
  };
}

/**
 * The text that a value of the file stands for. A number or a truth value is taken as it was written: `010` in a string is
 * `010`. A list goes into the form in which a variable would hold it.
 */
function textOf(node: Node, type: Setting["type"], separator: string): string | undefined {
  if (type === "json")
    return node.kind === "scalar" && typeof node.value === "string" ? node.value : JSON.stringify(toValue(node));
  if (node.kind === "scalar") {
    if (node.value === null) return undefined;
    return typeof node.value === "string"
      ? node.value
      : node.origin.source.text.slice(node.origin.start, node.origin.end);
  }
  if (node.kind !== "sequence" || type !== "list") return undefined;
  const items = node.items.map((item) => textOf(item, "string", separator));
  return items.some((item) => item === undefined || item.includes(separator)) ? undefined : items.join(separator);
}

function derivedOf(value: SettingEntry["value"], root: Node, path: Path): Setting["derived"] {
  if (value === undefined) return undefined;
  const views = typeof value === "string" ? { host: value, container: value } : value;
  const place = (view: "host" | "container"): Declared => ({
    text: views[view],
    at: locateValue(root, typeof value === "string" ? [...path, "value"] : [...path, "value", view]),
  });
  const references = [...new Set([...referencesOf(views.host), ...referencesOf(views.container)])];
  return { host: place("host"), container: place("container"), references };
}
