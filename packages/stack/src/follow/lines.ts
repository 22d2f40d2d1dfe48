import type { OutputChunk } from "@slipway/engine";

export interface OutputLine {
  readonly stream: "stdout" | "stderr";
  /** Without the line's end. */
  readonly text: string;
}

/**
 * Cuts output into lines, each stream by itself. Characters and lines may be split over chunks; a last line without an
 * end is given when the output ends.
 */
export async function* toLines(output: AsyncIterable<OutputChunk>): AsyncGenerator<OutputLine> {
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  const rest = { stdout: "", stderr: "" };
  for await (const { stream, data } of output) {
    const lines = (rest[stream] + decoders[stream].decode(data, { stream: true })).split("\n");
    rest[stream] = lines.pop() ?? "";
    for (const line of lines) yield { stream, text: line.replace(/\r$/, "") };
  }
  for (const stream of ["stdout", "stderr"] as const) {
    const text = rest[stream] + decoders[stream].decode();
    if (text !== "") yield { stream, text };
  }
}
