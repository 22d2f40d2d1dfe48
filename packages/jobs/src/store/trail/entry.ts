import { sha256 } from "@slipway/core";

/** An entry of the audit trail with its place in the chain, in the shape and order of keys in which it is exported. */
export interface SealedEntry {
  /** 1, 2, 3, … without a gap. */
  readonly seq: number;
  /** ISO 8601, UTC, with milliseconds. */
  readonly at: string;
  readonly actor: string;
  readonly kind: string;
  readonly job: string | null;
  readonly attempt: number;
  readonly data: Readonly<Record<string, unknown>>;
  /** Hash of the entry before; 64 zeros for the first. */
  readonly prev: string;
  /** SHA-256, in hexadecimal digits, of all that stands before it: the JSON text of the entry without `hash`. */
  readonly hash: string;
}

/** What the first entry is chained to. */
export const beginning = "0".repeat(64);

/** The entry with its hash. Source: docs/jobs.md, "The audit trail". */
export function sealed(entry: Omit<SealedEntry, "hash">): SealedEntry {
  const { seq, at, actor, kind, job, attempt, data, prev } = entry;
  const text = JSON.stringify({ seq, at, actor, kind, job, attempt, data, prev });
  return { seq, at, actor, kind, job, attempt, data, prev, hash: sha256(text) };
}
