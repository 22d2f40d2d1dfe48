import { SourceText } from "@slipway/core";
import type { Place } from "../finding.ts";

/** Gives the place of an offset in a text; the table of lines is made at the first question. */
export function placesIn(file: string, text: string): (offset: number) => Place {
  const source = new SourceText(file, text, false);
  return (offset) => {
    const { line, column } = source.position(offset);
    return { file, line, column };
  };
}

/** The offset of a place in a text. */
export function offsetIn(text: string, { line, column }: Pick<Place, "line" | "column">): number {
  let start = 0;
  for (let at = 1; at < line; at++) {
    const end = text.indexOf("\n", start);
    if (end === -1) break;
    start = end + 1;
  }
  return start + column - 1;
}
