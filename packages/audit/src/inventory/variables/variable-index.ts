import { type MappingNode, type Node, nodeAt } from "@slipway/core";
import { isImplicitName } from "../../knowledge/variable-families.ts";
import type { ComposeFile, ComposeVariable } from "../compose/compose-file.ts";
import type { EnvEntry, EnvFile } from "./env-files.ts";
import type { VariableUse } from "./variable-use.ts";

/** A line of an env file or a template, with the file that it stands in. */
export interface OwnedEntry extends EnvEntry {
  readonly file: EnvFile;
}

/** Everything that is known of one name. */
export interface Variable {
  readonly name: string;
  /** Where code and scripts read it, tests behind all others. */
  readonly uses: readonly VariableUse[];
  /** Where Compose files put it in. */
  readonly substitutions: readonly ComposeVariable[];
  /** Its lines in templates. */
  readonly templates: readonly OwnedEntry[];
  /** Its lines in other env files. */
  readonly values: readonly OwnedEntry[];
}

/** The variables of a repository. */
export interface VariableIndex {
  readonly all: ReadonlyMap<string, Variable>;
  /** True when something reads it: code, a script, a library that is known, a Compose file, or whatever else names it outside comments. */
  isRead(name: string): boolean;
  /** True when a Compose file gives it to a container, and does not only hand on what everybody has to set. */
  isGiven(name: string): boolean;
  /** True when code or a script reads it by its name, or by the beginning of its name. */
  isReadByCode(name: string): boolean;
}

/** What an index is made from. */
export interface VariableParts {
  readonly uses: readonly VariableUse[];
  readonly envFiles: readonly EnvFile[];
  readonly composeFiles: readonly ComposeFile[];
  mentions(name: string): boolean;
}

/** Puts everything that is known of a name together. */
export function indexVariables({ uses, envFiles, composeFiles, mentions }: VariableParts): VariableIndex {
  const entries = envFiles.flatMap((file) => file.entries.map((entry) => ({ ...entry, file })));
  const substitutions = composeFiles.flatMap(({ variables }) => variables);
  const named = uses.filter(({ prefix }) => !prefix);
  const byUse = Map.groupBy(
    named.toSorted((a, b) => Number(a.inTest) - Number(b.inTest)),
    ({ name }) => name,
  );
  const bySubstitution = Map.groupBy(substitutions, ({ name }) => name);
  const byEntry = Map.groupBy(entries, ({ key }) => key);
  const all = new Map<string, Variable>();
  for (const name of new Set([...byUse.keys(), ...bySubstitution.keys(), ...byEntry.keys()])) {
    const own = byEntry.get(name) ?? [];
    all.set(name, {
      name,
      uses: byUse.get(name) ?? [],
      substitutions: bySubstitution.get(name) ?? [],
      templates: own.filter(({ file }) => file.template),
      values: own.filter(({ file }) => !file.template),
    });
  }
  const prefixes = [...new Set(uses.filter(({ prefix }) => prefix).map(({ name }) => name))];
  const hasCode = uses.some(({ via }) => via !== "shell");
  const given = givenToImages(composeFiles);
  // Settings classes name a variable in lower case, and a value may be in a file: `DB_PASSWORD_FILE`.
  const isReadByCode = (name: string): boolean =>
    byUse.has(name) || prefixes.some((prefix) => name.startsWith(prefix)) || byUse.has(name.replace(/_FILE$/, ""));
  return {
    all,
    isGiven: (name) => given.set.has(name),
    isReadByCode,
    isRead: (name) =>
      isReadByCode(name) ||
      isImplicitName(name) ||
      mentions(name) ||
      given.names.has(name) ||
      // Without code to look into, what is handed to a container that is built here may be read there.
      (bySubstitution.get(name) ?? []).some((one) => !hasCode || !given.passed.has(one)),
  };
}

/**
 * What Compose files do with names: `set` are given a value; `names` are given to images made elsewhere, which read what they like; `passed` are
 * substitutions that only hand a variable of the same name on to a container that is built here.
 */
function givenToImages(files: readonly ComposeFile[]): {
  readonly names: ReadonlySet<string>;
  readonly passed: ReadonlySet<ComposeVariable>;
  readonly set: ReadonlySet<string>;
} {
  const set = new Set<string>();
  const names = new Set<string>();
  const passed = new Set<ComposeVariable>();
  for (const { root, variables } of files) {
    const services = root && nodeAt(root, ["services"]);
    if (services?.kind !== "mapping") continue;
    for (const { value } of services.entries.values()) {
      for (const name of givenIn(nodeAt(value, ["environment"]))) set.add(name);
      if (value.kind !== "mapping" || value.entries.has("build") || !value.entries.has("image")) continue;
      for (const name of keysOf(nodeAt(value, ["environment"]))) names.add(name);
    }
    for (const one of variables) {
      const [section, service, attribute, key] = one.path;
      if (section !== "services" || attribute !== "environment" || typeof service !== "string") continue;
      const own = services.entries.get(service)?.value;
      if (own?.kind === "mapping" && own.entries.has("build") && nameAt(own, key) === one.name) passed.add(one);
    }
  }
  return { names, passed, set };
}

/** The names that an `environment` has a value for, other than `NAME: ${NAME}`. */
function givenIn(environment: Node | undefined): readonly string[] {
  if (environment?.kind === "mapping")
    return [...environment.entries].flatMap(([name, { value }]) =>
      value.kind === "scalar" && value.value !== null && !isHandedOn(name, String(value.value)) ? [name] : [],
    );
  if (environment?.kind !== "sequence") return [];
  return environment.items.flatMap((item) => {
    const [, name = "", value = ""] = item.kind === "scalar" ? (/^(\w+)=(.*)$/s.exec(String(item.value)) ?? []) : [];
    return name === "" || isHandedOn(name, value) ? [] : [name];
  });
}

function isHandedOn(name: string, value: string): boolean {
  return new RegExp(`^\\$(?:${name}|\\{${name}(?::?\\?[^}]*)?\\})$`).test(value);
}

function keysOf(environment: Node | undefined): readonly string[] {
  if (environment?.kind === "mapping") return [...environment.entries.keys()];
  if (environment?.kind !== "sequence") return [];
  return environment.items.flatMap((item) => (item.kind === "scalar" ? (String(item.value).split("=")[0] ?? []) : []));
}

/** The name of the variable that a line of `environment` gives. */
function nameAt(service: MappingNode, key: string | number | undefined): string | undefined {
  if (typeof key === "string") return key;
  const item = key === undefined ? undefined : nodeAt(service, ["environment", key]);
  return item?.kind === "scalar" ? String(item.value).split("=")[0] : undefined;
}
