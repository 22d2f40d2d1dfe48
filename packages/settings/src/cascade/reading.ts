import type { Diagnostic, Position, Secret } from "@slipway/core";
import type { SourceName } from "../contract/contract.ts";

/** Where in Vault a value lies. */
export interface VaultPlace {
  readonly path: string;
  readonly version?: number;
  readonly lease?: string;
}

/** One value that a source offers for a setting. */
export interface Candidate {
  readonly key: string;
  /** The text; of a setting that the contract calls secret always a {@link Secret}. */
  readonly value: string | Secret;
  /** Where exactly it stands, for people: `the variable PORT`, `.env`, `Vault secret/shop#password`. */
  readonly from: string;
  readonly at?: Position;
  readonly vault?: VaultPlace;
  /** It was put together out of other settings: entitled wherever those are. */
  readonly derived?: boolean;
  /** The file that holds it belongs to the repository. */
  readonly tracked?: boolean;
  /** It may not be used any more: its lease is over, or it is an old copy. */
  readonly state?: "expired" | "stale";
}

/**
 * Why a source could not be asked. `denied` is a refusal: nothing may answer in its place. `rejected` is a question that the source
 * does not take.
 */
export type FailureReason = "unreachable" | "timeout" | "sealed" | "denied" | "rejected" | "malformed" | "unreadable";

/** The reasons that keep a source from answering at all. Every other one is an answer, in whose place nothing else may speak. */
export const awayReasons: ReadonlySet<FailureReason> = new Set(["unreachable", "timeout", "sealed"]);

/** A source that could not say whether it has these settings. */
export interface SourceFailure {
  readonly keys: readonly string[];
  readonly reason: FailureReason;
  /** Continues a sentence whose subject is the source: `cannot be reached: connection refused`. Never holds a secret. */
  readonly message: string;
  readonly from: string;
  readonly hint?: string;
  readonly at?: Position;
}

/** What one source said when it was asked. */
export interface Reading {
  readonly source: SourceName;
  /** The source as a whole, for people: `the environment`, `.env`, `Vault https://…`. */
  readonly label: string;
  readonly found: readonly Candidate[];
  readonly failed: readonly SourceFailure[];
  /** Why some settings are not there, where the source knows more than that: `it was deleted`. */
  readonly absent?: readonly { readonly keys: readonly string[]; readonly from: string; readonly why: string }[];
  /** What is wrong with the source itself, such as a line that cannot be read. */
  readonly diagnostics?: readonly Diagnostic[];
}

/** The text of a value. */
export function textOf(value: string | Secret): string {
  return typeof value === "string" ? value : value.reveal();
}
