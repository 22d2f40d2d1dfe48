import type { Files, Lookup } from "@slipway/core";
import { Diagnostics, parseDotenv, SourceText } from "@slipway/core";
import type { Place } from "./explanation.ts";

/** What an env file gives to a variable, and in which line; undefined when it does not name it. */
export function envFileValue(
  path: string,
  name: string,
  files: Pick<Files, "read">,
  lookup: Lookup,
  raw = false,
): { readonly value: string; readonly at: Place } | undefined {
  const text = files.read(path);
  if (text === undefined) return undefined;
  const source = new SourceText(path, text, false);
  const escaped = name.replace(/[.[\]]/g, "\\$&");
  const lines = [
    ...text.matchAll(new RegExp(`^[^\\S\\n]*(?:export[^\\S\\n]+)?${escaped}[^\\S\\n]*(?:[=:]([^\\n]*)|$)`, "gm")),
  ];
  const last = lines.at(-1);
  if (!last) return undefined;
  const value = raw
    ? (last[1] ?? lookup(name))?.replace(/\r$/, "")
    : parseDotenv(source, lookup, new Diagnostics(), "COMPOSE").get(name);
  if (value === undefined) return undefined;
  const { file, line, column } = source.position(last.index + last[0].search(/\S/));
  return { value, at: { file, line, column } };
}
