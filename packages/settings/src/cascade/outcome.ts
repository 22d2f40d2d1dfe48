import type { Diagnostic, Position, Secret } from "@slipway/core";
import type { Contract, Place, Setting, SourceName } from "../contract/contract.ts";
import type { SettingValue } from "../values/coerce.ts";
import type { VaultPlace } from "./reading.ts";
import type { Snapshot } from "./snapshot.ts";

/**
 * What became of one candidate: it won, or why it lost. `same` is a variable that repeats what an entitled source says, as under
 * `slipway env run`; `forced` is one that was taken against the rules because somebody asked for it.
 */
export type Verdict =
  | "won"
  | "forced"
  | "lower"
  | "same"
  | "absent"
  | "unauthorised"
  | "malformed"
  | "expired"
  | "stale"
  | "failed";

/** One source's part in the answer for a setting. */
export interface Trace {
  readonly source: SourceName;
  readonly from: string;
  readonly verdict: Verdict;
  /** Why, as the end of a sentence: `it is empty`. Empty for the winner. */
  readonly why: string;
  readonly at?: Position;
  readonly vault?: VaultPlace;
  readonly value?: string | Secret;
}

export type Status = "resolved" | "unset" | "missing" | "unauthorised" | "malformed" | "failed";

/** A value as a variable holds it, and as its type reads it. */
export interface ReadValue {
  readonly text: string | Secret;
  readonly value: SettingValue | Secret<SettingValue>;
}

/** The answer for one setting. */
export interface Outcome {
  readonly setting: Setting;
  readonly status: Status;
  readonly winner?: Trace;
  /** All sources in the order of the cascade, the winner among them. */
  readonly traces: readonly Trace[];
  /** The text and the value by the place that reads, of a secret wrapped; only when it is resolved. */
  readonly read?: Readonly<Record<Place, ReadValue>>;
}

/** The answer for all settings of a contract: a snapshot, or everything that stands against it. */
export interface Resolution {
  readonly contract: Contract;
  readonly environment: string;
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** Errors and warnings, in the order of the contract. */
  readonly diagnostics: readonly Diagnostic[];
  /** Only when there is no error: there is no partial configuration. */
  readonly snapshot?: Snapshot;
}
