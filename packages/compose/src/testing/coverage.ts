import type { NamedCase } from "./read-cases.ts";
import { semantics } from "./semantics.ts";
import { knownAttributes, usedAttributes } from "./used-attributes.ts";

/** What is proven, by the names of the cases that prove it. */
export type Proofs = ReadonlyMap<string, readonly string[]>;

export interface Coverage {
  /** By number of the row, from 1. */
  readonly rows: Proofs;
  /** By attribute, as `services.ports.target`; only cases whose project loads count. */
  readonly attributes: Proofs;
}

/** Which case proves which row of the table of semantics and which attribute of the schema. */
export function coverageOf(cases: readonly NamedCase[]): Coverage {
  const rows = new Map<string, string[]>(semantics.map((_, index) => [String(index + 1), []]));
  const attributes = new Map<string, string[]>(knownAttributes().map((name) => [name, []]));
  for (const one of cases) {
    for (const row of one.rows) rows.get(String(row))?.push(one.name);
    if (one.result?.printed === undefined) continue;
    const texts = Object.entries(one.files).filter(([path]) => /\.ya?ml$|^-$/.test(path));
    const used = new Set(texts.flatMap(([, text]) => [...usedAttributes(text)]));
    for (const name of used) attributes.get(name)?.push(one.name);
  }
  return { rows, attributes };
}

/** What no case proves. */
export function unproven(proofs: Proofs): readonly string[] {
  return [...proofs].filter(([, names]) => names.length === 0).map(([name]) => name);
}
