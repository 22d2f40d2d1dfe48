import type { Secret } from "@slipway/core";
import type { Place } from "../contract/contract.ts";
import type { SettingValue } from "../values/coerce.ts";
import type { Outcome } from "./outcome.ts";
import { textOf } from "./reading.ts";

/** All values of one moment, whole and unchangeable. */
export interface Snapshot {
  readonly environment: string;
  /** The settings that have a value, in the order of the contract. */
  readonly keys: readonly string[];
  /** The typed value: durations in milliseconds, sizes in bytes; a secret as {@link Secret}. Undefined when it has none. */
  get(key: string, place?: Place): SettingValue | Secret<SettingValue> | undefined;
  /** The value as a variable would hold it. */
  text(key: string, place?: Place): string | Secret | undefined;
  /** All typed values by key, as {@link Snapshot.get} gives them. */
  values(place?: Place): Readonly<Record<string, SettingValue | Secret<SettingValue>>>;
  /**
   * The variables for a process, revealed: all settings, or with `service` only those that the contract lets it see.
   * A service that has none of its own gets none.
   */
  variables(options?: { readonly place?: Place; readonly service?: string }): Readonly<Record<string, string>>;
  /** Whether a setting has the same text in another snapshot, or in neither has one. */
  same(other: Snapshot, key: string, place: Place): boolean;
  /** Every secret text, for the redaction of what a child prints. */
  secrets(): readonly string[];
}

/** The snapshot of settled outcomes. */
export function createSnapshot(environment: string, outcomes: ReadonlyMap<string, Outcome>): Snapshot {
  const known = new Map([...outcomes].filter(([, { read }]) => read !== undefined));
  return {
    environment,
    keys: [...known.keys()],
    get: (key, place = "host") => known.get(key)?.read?.[place].value,
    text: (key, place = "host") => known.get(key)?.read?.[place].text,
    values: (place = "host") =>
      Object.fromEntries([...known].flatMap(([key, { read }]) => (read ? [[key, read[place].value]] : []))),
    variables({ place = "host", service } = {}) {
      const seen = [...known.values()].filter(
        ({ setting }) => service === undefined || setting.services.includes(service),
      );
      return Object.fromEntries(seen.map(({ setting, read }) => [setting.variable, textOf(read?.[place].text ?? "")]));
    },
    same(other, key, place) {
      const [one, two] = [known.get(key)?.read?.[place].text, other.text(key, place)];
      return one === undefined || two === undefined ? one === two : textOf(one) === textOf(two);
    },
    secrets() {
      const texts = [...known.values()]
        .filter(({ setting }) => setting.secret)
        .flatMap(({ read }) => [textOf(read?.host.text ?? ""), textOf(read?.container.text ?? "")]);
      return [...new Set(texts.filter((text) => text !== ""))];
    },
  };
}
