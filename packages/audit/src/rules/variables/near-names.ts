import { editDistance } from "@slipway/core";
import type { Place } from "../../finding.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import type { OwnedEntry } from "../../inventory/variables/variable-index.ts";
import { isImplicitName, isPlatformName } from "../../knowledge/variable-families.ts";

/** A name that something reads and no template has, and the template's name that it nearly is. */
export interface NearName {
  readonly read: string;
  readonly readAt: Place;
  readonly written: string;
  readonly entry: OwnedEntry;
}

const cache = new WeakMap<Inventory["variables"], readonly NearName[]>();

/** The pairs of names that are meant to be one. Each name is in one pair at most. */
export function nearNames({ variables }: Inventory): readonly NearName[] {
  const known = cache.get(variables) ?? [...pairs(variables)];
  cache.set(variables, known);
  return known;
}

function* pairs(variables: Inventory["variables"]): Iterable<NearName> {
  const unread: OwnedEntry[] = [];
  const lacking: { readonly name: string; readonly at: Place }[] = [];
  for (const { name, uses, substitutions, templates, values } of variables.all.values()) {
    const entry = templates.find(({ off }) => !off);
    if (entry && !variables.isRead(name)) unread.push(entry);
    const at =
      uses.find(({ inTest }) => !inTest)?.at ?? substitutions.find(({ operator }) => !operator.endsWith("+"))?.at;
    if (templates.length + values.length > 0 || at === undefined) continue;
    if (!isPlatformName(name) && !(isImplicitName(name) && uses.length === 0)) lacking.push({ name, at });
  }
  const taken = new Set<string>();
  for (const { name, at } of lacking) {
    const entry = unread.find(({ key }) => !taken.has(key) && areNear(name, key));
    if (entry === undefined) continue;
    taken.add(entry.key);
    yield { read: name, readAt: at, written: entry.key, entry };
  }
}

const same: Readonly<Record<string, string>> = {
  DB: "DATABASE",
  PG: "POSTGRES",
  POSTGRESQL: "POSTGRES",
  PASS: "PASSWORD",
  PASSWD: "PASSWORD",
  PWD: "PASSWORD",
  URI: "URL",
  HOSTNAME: "HOST",
  USERNAME: "USER",
  APIKEY: "API_KEY",
  MAIL: "EMAIL",
  ADDR: "ADDRESS",
  LVL: "LEVEL",
};

/** True for names that differ by one or two letters, by the order or the cut of their words, or by a usual short form. */
function areNear(a: string, b: string): boolean {
  if (a === b) return false;
  const flat = (name: string): string =>
    name
      .split("_")
      .map((word) => same[word] ?? word)
      .join("_");
  const [first, second] = [flat(a), flat(b)];
  const joined = (name: string): string => name.replaceAll("_", "");
  if (joined(first) === joined(second)) return true;
  if (first.split("_").sort().join("_") === second.split("_").sort().join("_")) return true;
  // Numbers tell variables of one family apart.
  if (first.replace(/\d+/g, "") === second.replace(/\d+/g, "")) return false;
  const shortest = Math.min(first.length, second.length);
  const allowed = shortest >= 10 ? 2 : shortest >= 6 ? 1 : 0;
  if (allowed === 0 || Math.abs(first.length - second.length) > allowed || editDistance(first, second) > allowed)
    return false;
  // HOST and PORT are two letters apart and two things: one word may differ, and only as a slip of the pen does.
  const [left, right] = [first.split("_"), second.split("_")];
  if (left.length !== right.length) return true;
  const differing = left.flatMap((word, index) => (word === right[index] ? [] : [[word, right[index] ?? ""] as const]));
  const letters = (word: string): string => [...word].sort().join("");
  return differing.every(
    ([one, other]) =>
      one[0] === other[0] &&
      (`${one}S` === other ||
        one === `${other}S` ||
        letters(one) === letters(other) ||
        (Math.max(one.length, other.length) >= 5 && editDistance(one, other) <= 2)),
  );
}
