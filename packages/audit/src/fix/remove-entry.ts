import type { Entry } from "@slipway/core";
import type { Edit } from "../finding.ts";

/**
 * Takes the lines of an entry of a YAML mapping away. Undefined where that would touch more: when something else stands in its
 * lines, or when it is the only entry, because its table would stay empty.
 */
export function removeEntry(file: string, { keyOrigin, value }: Entry, siblings: number): Edit | undefined {
  const { source } = keyOrigin;
  if (siblings < 2 || source.file !== file || value.origin.source !== source) return undefined;
  const start = source.text.lastIndexOf("\n", keyOrigin.start) + 1;
  const end = source.text.indexOf("\n", Math.max(keyOrigin.end, value.origin.end - 1));
  if (end === -1 || source.text.slice(start, keyOrigin.start).trim() !== "") return undefined;
  const rest = source.text.slice(Math.max(keyOrigin.end, value.origin.end), end).trim();
  if (value.kind === "scalar" && rest !== "" && !rest.startsWith("#") && !/^["']?:?$/.test(rest)) return undefined;
  return { file, start, end: end + 1, text: "" };
}
