import { type Diagnostic, Diagnostics, parseDotenv, Secret, SourceText } from "@slipway/core";
import type { Candidate } from "../cascade/reading.ts";
import type { Setting } from "../contract/contract.ts";

/** A text of `KEY=value` lines and what its reader is to know of it. */
export interface Pairs {
  readonly path: string;
  readonly text: string;
  /** The name that people see. */
  readonly name: string;
  readonly lookup: (variable: string) => string | undefined;
  /** Asked once, and only when the text holds a secret. */
  readonly isTracked: (path: string) => Promise<boolean>;
}

/** The wanted settings among the lines of an env file, each with its place; what cannot be read is a finding. */
export async function readPairs(
  { path, text, name, lookup, isTracked }: Pairs,
  wanted: readonly Setting[],
): Promise<{ readonly found: readonly Candidate[]; readonly diagnostics: readonly Diagnostic[] }> {
  const content = new SourceText(path, text, false);
  const diagnostics = new Diagnostics();
  const starts = new Map<string, number>();
  const values = parseDotenv(content, lookup, diagnostics, "SETTINGS", (key, start) => starts.set(key, start));
  const tracked = wanted.some(({ secret, variable }) => secret && values.has(variable)) && (await isTracked(path));
  const found = wanted.flatMap(({ key, variable, secret }): Candidate[] => {
    const value = values.get(variable);
    const start = starts.get(variable);
    if (value === undefined || start === undefined) return [];
    return [
      {
        key,
        value: secret ? new Secret(value) : value,
        from: name,
        at: content.position(start, start + variable.length),
        ...(secret && tracked ? { tracked: true } : {}),
      },
    ];
  });
  return { found, diagnostics: diagnostics.all };
}
