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
