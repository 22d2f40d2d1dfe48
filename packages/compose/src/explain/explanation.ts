import type { Path, Position } from "@slipway/core";

/** A value as it may be shown: itself, or only how long its text is, when it may be a secret. */
export type Shown = { readonly value: unknown } | { readonly length: number };

/** A variable that a value was made with. */
export interface VariableUse {
  readonly name: string;
  /** `shell`: the process's environment; `file`: an env file; `default`: what stands behind `:-`; `unset`: nothing. */
  readonly from: "shell" | "file" | "default" | "project" | "unset";
  /** For `file`: the line. */
  readonly at?: Place;
  readonly value?: Shown;
}

/** Something that led to a value: the `include` that read its file, the `extends` that took its service. */
export interface Via {
  readonly kind: "include" | "extends";
  /** The service that is extended. */
  readonly service?: string;
  readonly at: Place;
}

export type Place = Pick<Position, "file" | "line" | "column">;

/** One thing that gave a value, or gave one that something else replaced. */
export interface Source {
  /** `file`: a Compose file; `env_file`, `label_file`: a file of the service; `shell`: the process's environment. */
  readonly kind: "file" | "env_file" | "label_file" | "shell" | "default" | "implied";
  readonly at?: Place;
  readonly value: Shown;
  /** What is written there, when it is not the value itself. */
  readonly written?: string;
  readonly variables?: readonly VariableUse[];
  readonly via?: readonly Via[];
  /** For `default` and `implied`: why. */
  readonly because?: string;
  /** For what was replaced: by what. */
  readonly replacedBy?: "a later file" | "the service that extends it" | "environment" | "labels" | "a later env_file";
}

/** Where one value of a project comes from. */
export interface Explanation {
  readonly path: Path;
  readonly value: Shown;
  /** The source that counts, then those that it replaced, the last one first. */
  readonly sources: readonly Source[];
}
