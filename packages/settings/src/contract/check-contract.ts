import { type Diagnostics, didYouMean, findCycle, type Position } from "@slipway/core";
import { settingsErrors } from "../errors.ts";
import { coerce } from "../values/coerce.ts";
import { hasInvalidPart } from "../values/references.ts";
import type { Contract, Declared, Setting } from "./contract.ts";

/** Reports what the schema cannot see: attributes that contradict each other, secrets with defaults, circles. */
export function checkContract(contract: Contract, diagnostics: Diagnostics): void {
  const byVariable = new Map<string, string>();
  for (const setting of contract.settings.values()) {
    const { key, variable } = setting;
    for (const conflict of conflictsOf(setting)) {
      diagnostics.add(settingsErrors.diagnostic("SETTINGS_CONFLICT", { key, ...conflict }, setting.at));
    }
    const other = byVariable.get(variable);
    if (other !== undefined) {
      const reason = `its variable ${variable} is that of ${other} too`;
      const params = { key, reason, hint: "give one of them another name with `variable:`" };
      diagnostics.add(settingsErrors.diagnostic("SETTINGS_CONFLICT", params, setting.at));
    }
    byVariable.set(variable, key);
    checkDefaults(setting, contract, diagnostics);
    checkDerived(setting, contract, diagnostics);
  }
  const edges = new Map([...contract.settings].map(([key, { derived }]) => [key, derived?.references ?? []]));
  const path = findCycle(edges);
  const at = path && contract.settings.get(path[0] ?? "")?.derived?.host.at;
  if (path) diagnostics.add(settingsErrors.diagnostic("SETTINGS_DERIVED_CYCLE", { path }, at));
}

function conflictsOf(setting: Setting): { reason: string; hint: string }[] {
  const { type, secret, values, vault, derived, min, max } = setting;
  const found: { reason: string; hint: string }[] = [];
  const add = (wrong: boolean, reason: string, hint: string): void => {
    if (wrong) found.push({ reason, hint });
  };
  add(type === "enum" && values.length === 0, "an enum needs `values:`", "list what it may be: `values: [a, b]`");
  add(type !== "enum" && values.length > 0, `\`values:\` are for an enum, not for a ${type}`, "write `type: enum`");
  add(vault !== undefined && !secret, "Vault gives secrets only", "add `secret: true`, or take `vault:` away");
  add(
    derived !== undefined && setting.default !== undefined,
    "it has both `value:` and `default:`",
    "keep `value:` when it is put together out of others, else `default:`",
  );
  add(derived !== undefined && vault !== undefined, "it has both `value:` and `vault:`", "keep one of them");
  add(min !== undefined && max !== undefined && min > max, `\`min\` ${min} is more than \`max\` ${max}`, "swap them");
  add(!isPattern(setting.pattern), "its `pattern:` is no regular expression", "check its brackets and backslashes");
  return found;
}

function isPattern(pattern: string | undefined): boolean {
  try {
    return pattern === undefined || new RegExp(pattern, "u") !== undefined;
  } catch {
    return false;
  }
}

function checkDefaults(setting: Setting, contract: Contract, diagnostics: Diagnostics): void {
  const { key, type } = setting;
  const check = (declared: Declared | undefined, environment: string | undefined): void => {
    if (declared === undefined) return;
    if (setting.secret) {
      diagnostics.add(
        settingsErrors.diagnostic(
          "SETTINGS_SECRET_FROM_UNAUTHORISED_SOURCE",
          {
            key,
            source: "its own default",
            environment: environment ?? "every environment",
            why: "which everybody who has the repository can read",
            allowed: [],
          },
          withoutText(declared.at),
        ),
      );
      return;
    }
    if (!isPattern(setting.pattern)) return;
    const read = coerce(declared.text, setting);
    if (!("problem" in read)) return;
    const source = environment === undefined ? "default" : `default in ${environment}`;
    const params = { key, type, problem: read.problem, source };
    diagnostics.add(settingsErrors.diagnostic("SETTINGS_MALFORMED", params, declared.at));
  };
  check(setting.default, undefined);
  for (const [environment, override] of Object.entries(setting.overrides)) {
    check(override.default, environment);
    if (contract.policies.has(environment)) continue;
    const params = { name: environment, known: [...contract.policies.keys()] };
    diagnostics.add(
      settingsErrors.diagnostic("SETTINGS_UNKNOWN_ENVIRONMENT", params, override.default?.at ?? setting.at),
    );
  }
}

/** A place whose line is not shown: it holds a secret. */
function withoutText({ text: _, ...at }: Position): Position {
  return at;
}

function checkDerived(setting: Setting, contract: Contract, diagnostics: Diagnostics): void {
  const { key, derived } = setting;
  if (!derived) return;
  for (const view of [derived.host, derived.container]) {
    if (!hasInvalidPart(view.text)) continue;
    const hint = "write `${KEY}` for a setting and `$$` for a dollar sign";
    const params = { key, reason: "its `value:` holds a `${` that names no setting", hint };
    diagnostics.add(settingsErrors.diagnostic("SETTINGS_CONFLICT", params, view.at));
  }
  for (const reference of derived.references) {
    const other = contract.settings.get(reference);
    if (!other) {
      const hint = didYouMean(reference, contract.settings.keys());
      diagnostics.add(
        settingsErrors.diagnostic("SETTINGS_UNKNOWN_KEY", { key: reference, by: key, hint }, derived.host.at),
      );
    } else if (other.secret && !setting.secret) {
      const params = {
        key,
        reason: `it is put together out of the secret ${reference}, but is none itself`,
        hint: "add `secret: true`",
      };
      diagnostics.add(settingsErrors.diagnostic("SETTINGS_CONFLICT", params, setting.at));
    }
  }
}
