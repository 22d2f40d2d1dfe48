import type { Labels, Service } from "./service.ts";

/** The Compose Specification, loaded: what every package works on. Paths are absolute, names are final. */
export interface Project {
  /** Lower-case letters, digits, `_` and `-`, beginning with a letter or digit. */
  readonly name: string;
  /** The project directory, absolute. */
  readonly workingDir: string;
  /** The Compose files, absolute, in the order they were merged. `-` for standard input. */
  readonly composeFiles: readonly string[];
  /** The files given with `--env-file`, absolute; empty when `.env` was found by itself. */
  readonly envFiles: readonly string[];
  /** The variables that interpolation saw: the process's environment over env files. */
  readonly environment: Readonly<Record<string, string>>;
  /** The profiles that are on. */
  readonly profiles: readonly string[];
  readonly services: Readonly<Record<string, Service>>;
  /** Services whose profiles are off, or that a selection left out. Their containers are not orphans. */
  readonly disabledServices: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, Network>>;
  readonly volumes: Readonly<Record<string, Volume>>;
  readonly configs: Readonly<Record<string, Config>>;
  readonly secrets: Readonly<Record<string, SecretFile>>;
  readonly models: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Top-level `x-…` keys. */
  readonly extensions: Readonly<Record<string, unknown>>;
}

export interface Network {
  /** The name on the engine: `<project>_<key>`, or as given. */
  readonly name: string;
  readonly driver?: string;
  readonly driver_opts?: Readonly<Record<string, string>>;
  readonly ipam?: {
    readonly driver?: string;
    readonly config?: readonly {
      readonly subnet?: string;
      readonly ip_range?: string;
      readonly gateway?: string;
      readonly aux_addresses?: Readonly<Record<string, string>>;
    }[];
    readonly options?: Readonly<Record<string, string>>;
  };
  readonly external?: boolean;
  readonly internal?: boolean;
  readonly attachable?: boolean;
  readonly enable_ipv4?: boolean;
  readonly enable_ipv6?: boolean;
  readonly labels?: Labels;
}

export interface Volume {
  /** The name on the engine: `<project>_<key>`, or as given. */
  readonly name: string;
  readonly driver?: string;
  readonly driver_opts?: Readonly<Record<string, string>>;
  readonly external?: boolean;
  readonly labels?: Labels;
}

export interface Config {
  readonly name: string;
  /** Absolute path. */
  readonly file?: string;
  readonly content?: string;
  /** The variable that holds the content. */
  readonly environment?: string;
  readonly external?: boolean;
  readonly labels?: Labels;
  readonly template_driver?: string;
}

export interface SecretFile {
  readonly name: string;
  /** Absolute path. */
  readonly file?: string;
  /** The variable that holds the value. */
  readonly environment?: string;
  readonly external?: boolean;
  readonly labels?: Labels;
  readonly driver?: string;
  readonly driver_opts?: Readonly<Record<string, string>>;
  readonly template_driver?: string;
}
