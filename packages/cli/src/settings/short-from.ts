import type { ExplainedSource } from "@slipway/settings";
import { shortPath } from "../output/render-error.ts";

/** Where a value comes from, in a few words: `the variable PORT`, `.env:3`, `secret/shop version 4`. */
export function shortFrom(source: ExplainedSource | undefined, cwd: string): string {
  if (!source) return "";
  const { from, at, vault } = source;
  if (vault) return `${from}${vault.version === undefined ? "" : ` version ${vault.version}`}`;
  if (!at) return from;
  const place = `${shortPath(at.file, cwd)}:${at.line}`;
  return source.source === "default" ? `${from}, ${place}` : place;
}
