import type { Position } from "@slipway/core";
import type { SettingEntry, VaultEntry } from "../schema/settings-file.ts";
import type { SettingType, SourceName } from "./names.ts";

/** Who reads a value: a program on this machine, or a container of the stack. */
export type Place = "host" | "container";

/** A text that a person wrote as the value of a setting, with its place. */
export interface Declared {
  readonly text: string;
  readonly at: Position;
}

/** Where Vault keeps a setting. */
export interface VaultReference {
  readonly path: string;
  readonly field: string;
  readonly mount?: string;
  readonly version?: number;
  readonly raw?: boolean;
}

/** One setting, with all defaults filled in. */
export interface Setting {
  readonly key: string;
  /** The environment variable that holds it; the key unless the contract says otherwise. */
  readonly variable: string;
  readonly type: SettingType;
  readonly secret: boolean;
  readonly required: boolean;
  readonly default?: Declared;
  /** Templates by the place that reads, when the value is put together out of others. */
  readonly derived?: { readonly host: Declared; readonly container: Declared; readonly references: readonly string[] };
  readonly overrides: Readonly<Record<string, { readonly default?: Declared; readonly required?: boolean }>>;
  readonly vault?: VaultReference;
  readonly description?: string;
  /** The services that see it. */
  readonly services: readonly string[];
  readonly deliver: "variable" | "file";
  readonly values: readonly string[];
  readonly items: SettingType;
  readonly separator: string;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly example?: string;
  /** How many characters `secrets ensure` makes; undefined when it must not make it. */
  readonly generate?: number;
  /** Where its key stands. */
  readonly at: Position;
}

/** Which sources may give what in one environment, and whether lower ones may stand in for one that is away. */
export interface Policy {
  readonly secrets: readonly SourceName[];
  readonly values: readonly SourceName[];
  readonly fallback: boolean;
}

export type VaultLocation = VaultEntry;
export type { SettingEntry, SettingType, SourceName };

/** A settings file, read and checked. */
export interface Contract {
  readonly file: string;
  readonly settings: ReadonlyMap<string, Setting>;
  readonly policies: ReadonlyMap<string, Policy>;
  /** Names of env files, the highest first, `${ENVIRONMENT}` not yet put in. */
  readonly envFiles: readonly string[];
  readonly vault: VaultLocation;
}
