import { policyOf } from "../cascade/resolve.ts";
import type { Contract, Setting } from "../contract/contract.ts";
import { quoted } from "../values/quoted.ts";

/**
 * An env file with everything that a person may set for an environment: its description, its type and its default, and a
 * placeholder where there must be a value. Secrets are named and never have a value; where env files may not give them, it
 * says where they belong. The text changes only when the contract does.
 * @throws SETTINGS_UNKNOWN_ENVIRONMENT
 */
export function envTemplate(contract: Contract, environment: string): string {
  const { secrets } = policyOf(contract, environment);
  const settings = [...contract.settings.values()].filter((setting) => !setting.derived);
  const blocks = settings.map((setting) => {
    const { variable, secret, services } = setting;
    const kind = [secret ? `secret ${setting.type}` : setting.type, ...constraints(setting)];
    const seen = services.length > 0 ? [`# Seen by ${services.join(", ")}.`] : [];
    const head = [
      ...(setting.description === undefined ? [] : wrapped(setting.description)),
      `# ${kind.join(", ")}`,
      ...seen,
    ];
    if (secret && !secrets.includes("dotenv"))
      return [...head, `# ${whereSecretsGo(setting, secrets)}`, `# ${variable}=`];
    return [...head, lineOf(setting, environment)];
  });
  const title = [
    `# The settings for ${environment}. Made by \`slipway env template\`; copy it to .env and fill it in.`,
  ];
  return [title, ...blocks].map((lines) => `${lines.join("\n")}\n`).join("\n");
}

function lineOf(setting: Setting, environment: string): string {
  const { variable, secret, example = "" } = setting;
  const override = setting.overrides[environment];
  const declared = override?.default ?? setting.default;
  if (declared) return `# ${variable}=${quoted(declared.text)}`;
  const required = override?.required ?? setting.required;
  if (required) return `${variable}=${secret ? "" : quoted(example)}`;
  return `# ${variable}=${secret ? "" : quoted(example)}`;
}

function whereSecretsGo({ generate, vault }: Setting, secrets: readonly string[]): string {
  if (secrets.includes("secrets-file") && generate !== undefined)
    return "Made by `slipway secrets ensure`; not for this file.";
  if (secrets.includes("secrets-file")) return "Belongs into .slipway.secrets.env, not into this file.";
  if (vault && secrets.includes("vault")) return `Kept in Vault at ${vault.path}#${vault.field}; not for this file.`;
  return "Not for this file.";
}

function constraints({ required, values, min, max, items, type, overrides }: Setting): readonly string[] {
  const range = [...(min === undefined ? [] : [`from ${min}`]), ...(max === undefined ? [] : [`to ${max}`])].join(" ");
  const elsewhere = Object.entries(overrides).flatMap(([name, override]) =>
    override.required === undefined || override.required === required
      ? []
      : [`${override.required ? "required" : "optional"} in ${name}`],
  );
  return [
    ...(type === "enum" ? [`one of ${values.join(" ")}`] : []),
    ...(type === "list" ? [`of ${items}`] : []),
    ...(range === "" ? [] : [range]),
    required ? "required" : "optional",
    ...elsewhere,
  ];
}

/** A text as comment lines of at most 100 letters. */
function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 97) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => `# ${line}`);
}
