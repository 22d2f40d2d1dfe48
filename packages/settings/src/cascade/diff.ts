import type { Outcome, Resolution, Status } from "./outcome.ts";
import { textOf } from "./reading.ts";

/** One side of a difference: whether there is a value, and where it comes from. Never the value. */
export interface DiffSide {
  readonly status: Status;
  readonly from?: string;
}

/** How one setting stands in two environments. */
export interface SettingDifference {
  readonly key: string;
  readonly secret: boolean;
  readonly kind: "same" | "different" | "only-left" | "only-right" | "neither";
  readonly left: DiffSide;
  readonly right: DiffSide;
}

/**
 * The settings of one contract in two environments, compared without a value being shown. Texts are compared as they are, so
 * `1` and `01` differ.
 */
export function diff(left: Resolution, right: Resolution): readonly SettingDifference[] {
  return [...left.contract.settings.values()].flatMap(({ key, secret }): SettingDifference[] => {
    const [one, other] = [left.outcomes.get(key), right.outcomes.get(key)];
    return one && other ? [{ key, secret, kind: kindOf(one, other), left: sideOf(one), right: sideOf(other) }] : [];
  });
}

function kindOf(left: Outcome, right: Outcome): SettingDifference["kind"] {
  if (!left.read || !right.read) return left.read ? "only-left" : right.read ? "only-right" : "neither";
  const [one, other] = [left.read, right.read];
  const same = (["host", "container"] as const).every((place) => textOf(one[place].text) === textOf(other[place].text));
  return same ? "same" : "different";
}

function sideOf({ status, winner }: Outcome): DiffSide {
  return { status, ...(winner ? { from: winner.from } : {}) };
}
