import { type MappingNode, nodeAt } from "@slipway/core";
import type { Edit } from "../finding.ts";
import type { ComposeFile } from "../inventory/compose/compose-file.ts";

/** A service as one file writes it. */
export function serviceIn(files: readonly ComposeFile[], file: string, service: string): MappingNode | undefined {
  const root = files.find(({ path }) => path === file)?.root;
  const node = root && nodeAt(root, ["services", service]);
  return node?.kind === "mapping" ? node : undefined;
}

/**
 * Adds lines to a YAML mapping in block style, behind its first entry of one line. Undefined where there is none, as in a mapping
 * in braces.
 */
export function addEntry(file: string, { entries, origin }: MappingNode, lines: readonly string[]): Edit | undefined {
  const { text } = origin.source;
  if (origin.source.file !== file || text[origin.start] === "{") return undefined;
  for (const { keyOrigin, value } of entries.values()) {
    // What an anchor brings along stands elsewhere.
    if (keyOrigin.source !== origin.source || keyOrigin.start < origin.start || keyOrigin.end > origin.end) continue;
    const start = text.lastIndexOf("\n", keyOrigin.start) + 1;
    const indent = text.slice(start, keyOrigin.start);
    const end = text.indexOf("\n", keyOrigin.end);
    if (value.kind !== "scalar" || value.value === null || value.origin.end > end || indent.trim() !== "" || end === -1)
      continue;
    if (/^[|>]/.test(text.slice(keyOrigin.end, end).replace(/^["']?\s*:\s*/, ""))) continue;
    return { file, start: end + 1, end: end + 1, text: lines.map((line) => `${indent}${line}\n`).join("") };
  }
  return undefined;
}
