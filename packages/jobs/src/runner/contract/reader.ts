import type { Redactor } from "@slipway/core";
import type { RunOutput } from "../runner.ts";
import { createMarkReader, type Mark, type Piece } from "./marks.ts";

/** What a piece of a container's output comes to: what may be shown, and the marks that were in it. */
export interface Reading {
  readonly output: readonly RunOutput[];
  readonly marks: readonly Mark[];
}

/**
 * Reads the output of program.sh from its first byte on: marks become events and headings, secrets are taken out, and every byte gets
 * its offset. The same stream gives the same offsets, however it is cut: this is what a second worker continues by.
 */
export function createOutputReader(redactor: Redactor): { push(chunk: Uint8Array): Reading; end(): Reading } {
  const marks = createMarkReader();
  let masked = redactor.byteStream();
  let offset = 0;
  let lineIsOpen = false;

  function reading(pieces: readonly Piece[], last: boolean): Reading {
    const output: RunOutput[] = [];
    const seen: Mark[] = [];
    const give = (bytes: Uint8Array, more: Pick<RunOutput, "phase"> = {}): void => {
      if (bytes.length === 0) return;
      output.push({ offset, bytes, ...more });
      offset += bytes.length;
      lineIsOpen = bytes[bytes.length - 1] !== 0x0a;
    };
    const settle = (): void => {
      give(masked.end());
      masked = redactor.byteStream();
    };
    for (const piece of pieces) {
      if ("bytes" in piece) {
        give(masked.push(piece.bytes));
        continue;
      }
      seen.push(piece.mark);
      if (piece.mark.kind === "end") settle();
      if (piece.mark.kind !== "phase") continue;
      settle();
      const { phase, name } = piece.mark;
      give(Buffer.from(`${lineIsOpen ? "\n" : ""}── ${phase}: ${redactor.text(name)}\n`), { phase: { phase, name } });
    }
    if (last) settle();
    return { output, marks: seen };
  }

  return {
    push: (chunk) => reading(marks.push(chunk), false),
    end: () => reading(marks.end(), true),
  };
}
