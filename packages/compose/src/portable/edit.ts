import type { Origin } from "@slipway/core";

/** A scalar that gets another text. */
export interface Edit {
  readonly origin: Origin;
  /** One that is a plain scalar of YAML. */
  readonly text: string;
}

/** The text with its edits; one that an alias repeats is made once. */
export function edited(text: string, edits: readonly Edit[]): string {
  const byStart = new Map(edits.map((edit) => [edit.origin.start, edit]));
  const ordered = [...byStart.values()].sort((a, b) => a.origin.start - b.origin.start);
  let out = "";
  let behind = 0;
  for (const { origin, text: replacement } of ordered) {
    out += text.slice(behind, origin.start) + replacement;
    behind = origin.end;
  }
  return out + text.slice(behind);
}
