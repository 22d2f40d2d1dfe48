import type { Setting } from "../contract/contract.ts";
import type { Entry } from "./judge.ts";
import type { Reading } from "./reading.ts";

/** What the sources said, by setting. */
export type Entries = (setting: Setting) => readonly Entry[];

/** Sorts readings by setting once, so that every setting finds its own; the readings come in the order of the cascade. */
export function entriesOf(readings: readonly Reading[]): Entries {
  const sorted = readings.map((reading) => ({ reading, byKey: byKey(reading) }));
  return (setting) =>
    sorted.flatMap(({ reading, byKey: known }) => known.get(setting.key) ?? nothing(reading, setting));
}

function byKey({ source, found, failed, absent = [] }: Reading): ReadonlyMap<string, readonly Entry[]> {
  const known = new Map<string, Entry[]>();
  const add = (key: string, entry: Entry): void => {
    const entries = known.get(key);
    if (entries) entries.push(entry);
    else known.set(key, [entry]);
  };
  for (const candidate of found) add(candidate.key, { source, candidate });
  for (const failure of failed) for (const key of failure.keys) add(key, { source, failure });
  for (const { keys, from, why } of absent) {
    for (const key of keys) if (!known.has(key)) known.set(key, [{ source, absent: from, why }]);
  }
  return known;
}

/** A source that holds secrets only has nothing to say of the rest, nor Vault of what does not lie there. */
function nothing({ source, label }: Reading, { variable, secret, vault }: Setting): readonly Entry[] {
  if (!secret && (source === "vault" || source === "encrypted" || source === "secrets-file")) return [];
  if (source === "vault" && vault === undefined) return [];
  if (source === "environment") return [{ source, absent: `the variable ${variable}`, why: "it is not set" }];
  if (source === "file") return [{ source, absent: `the variable ${variable}_FILE`, why: "it is not set" }];
  return [{ source, absent: label, why: "it has none" }];
}
