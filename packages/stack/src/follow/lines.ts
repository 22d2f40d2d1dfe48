import type { OutputChunk } from "@slipway/engine";

export interface OutputLine {
  readonly stream: "stdout" | "stderr";
  /** Without the line's end. */
  readonly text: string;
}

/**
 * Cuts output into lines, each stream by itself. Characters and lines may be split over chunks; a last line without an
 * end is given when the output ends. In a log with `times` the engine puts one before every piece of a line of more than 16 KiB;
 * those within a line are taken out. Source: moby, `daemon/logger/copier.go`.
 */
export async function* toLines(
  output: AsyncIterable<OutputChunk>,
  { times = false }: { readonly times?: boolean } = {},
): AsyncGenerator<OutputLine> {
  const streams = { stdout: new LineCutter("stdout"), stderr: new LineCutter("stderr") };
  for await (const { stream, data, begins } of output) yield* streams[stream].cut(data, times && (begins ?? false));
  yield* streams.stdout.end();
  yield* streams.stderr.end();
}

class LineCutter {
  readonly #stream: OutputLine["stream"];
  readonly #decoder = new TextDecoder();
  /** What has come of the line that is not ended, in pieces: joined once, when it ends. */
  #pieces: string[] = [];
  /** Within the time of a further piece of a line. */
  #skips = false;

  constructor(stream: OutputLine["stream"]) {
    this.#stream = stream;
  }

  *cut(data: Uint8Array, begins: boolean): Generator<OutputLine> {
    if (begins && this.#pieces.length > 0) this.#skips = true;
    const lines = this.#decoder.decode(this.#withoutTime(data), { stream: true }).split("\n");
    const last = lines.pop() ?? "";
    for (const line of lines) {
      this.#pieces.push(line);
      yield this.#line();
    }
    if (last !== "") this.#pieces.push(last);
  }

  *end(): Generator<OutputLine> {
    const rest = this.#decoder.decode();
    if (rest !== "") this.#pieces.push(rest);
    if (this.#pieces.length > 0) yield this.#line();
  }

  #line(): OutputLine {
    const text = this.#pieces.join("");
    this.#pieces = [];
    return { stream: this.#stream, text: text.endsWith("\r") ? text.slice(0, -1) : text };
  }

  #withoutTime(data: Uint8Array): Uint8Array {
    if (!this.#skips) return data;
    const space = data.indexOf(0x20);
    if (space === -1) return data.subarray(data.length);
    this.#skips = false;
    return data.subarray(space + 1);
  }
}
