import type { Fingerprint, Secret } from "@slipway/core";
import { textOf } from "./reading.ts";

/**
 * A value as it may be shown: a plain one as it is; a secret by its length and its keyed fingerprint, by which two can be told
 * apart and nothing else. Never a part of it.
 */
export function shownValue(value: string | Secret, secret: boolean, fingerprint: Fingerprint | undefined): string {
  const text = textOf(value);
  if (!secret && typeof value === "string") return text;
  const length = `${text.length} ${text.length === 1 ? "character" : "characters"}`;
  const print = fingerprint?.(text);
  return print === undefined ? length : `${length}, ${print}`;
}
