import type { OutputChunk } from "@slipway/engine";

export interface OutputLines {
  readonly stream: "stdout" | "stderr";
  /** Without the lines' ends. */
  readonly texts: readonly string[];
}

/**
 * Cuts output into lines, each stream by itself; those that came together are given together, and no lot is empty. Characters and lines may be split
 * over chunks; a last line without an end is given when the output ends. In a log with `times` the engine puts one before
 * every piece of a line of more than 16 KiB; those within a line are taken out. Source: moby, `daemon/logger/copier.go`.
 */
export async function* toLines(
  output: AsyncIterable<OutputChunk>,
  { times = false }: { readonly times?: boolean } = {},
): AsyncGenerator<OutputLines, void> {
  const streams = { stdout: new LineCutter(times), stderr: new LineCutter(times) };
  for await (const { stream, data, begins } of output) {
    const texts = streams[stream].cut(data, begins ?? false);
    if (texts.length > 0) yield { stream, texts };
  }
  for (const stream of ["stdout", "stderr"] as const) {
    const texts = streams[stream].end();
    if (texts.length > 0) yield { stream, texts };
  }
}

class LineCutter {
  readonly #times: boolean;
  readonly #decoder = new TextDecoder();
  /** What has come of the line that is not ended, in pieces: joined once, when it ends. */
  #pieces: string[] = [];
  /** Whether frames told where the pieces of a line begin; the log of a TTY has none. */
  #framed = false;
  /** Within the time of a further piece of a line. */
  #skips = false;

  constructor(times: boolean) {
    this.#times = times;
  }

  cut(data: Uint8Array, begins: boolean): string[] {
    this.#framed ||= begins;
    if (this.#times && begins && this.#pieces.length > 0) this.#skips = true;
    const lines = this.#decoder.decode(this.#withoutTime(data), { stream: true }).split("\n");
    const last = lines.pop() ?? "";
    for (const [at, line] of lines.entries()) lines[at] = this.#line(line);
    if (last !== "") this.#pieces.push(last);
    return lines;
  }

  end(): string[] {
    const rest = this.#decoder.decode();
    return rest === "" && this.#pieces.length === 0 ? [] : [this.#line(rest)];
  }

  #line(end: string): string {
    let text = end;
    if (this.#pieces.length > 0) {
      text = this.#pieces.join("") + end;
      this.#pieces = [];
    }
    if (text.endsWith("\r")) text = text.slice(0, -1);
    if (this.#times && !this.#framed) text = withoutInnerTimes(text);
    return text;
  }

  #withoutTime(data: Uint8Array): Uint8Array {
    if (!this.#skips) return data;
    const space = data.indexOf(0x20);
    if (space === -1) return data.subarray(data.length);
    this.#skips = false;
    return data.subarray(space + 1);
  }
}

const pieceLength = 16 * 1024;
const timeAtStart = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d) /;
const longestTime = "2026-01-31T12:00:00.123456789+01:00 ".length;

/** A line of a TTY's log, where only its length tells that the engine cut it: exactly 16 KiB after a time comes the next one. */
function withoutInnerTimes(line: string): string {
  if (line.length <= pieceLength / 4) return line;
  const bytes = Buffer.from(line);
  const timeAt = (at: number): number =>
    timeAtStart.exec(bytes.toString("latin1", at, at + longestTime))?.[0].length ?? 0;
  const kept: Buffer[] = [];
  let from = 0;
  for (let time = timeAt(0); time > 0; ) {
    const next = from + (from === 0 ? time : 0) + pieceLength;
    time = next < bytes.length ? timeAt(next) : 0;
    kept.push(bytes.subarray(from, time > 0 ? next : bytes.length));
    from = next + time;
  }
  return kept.length > 1 ? Buffer.concat(kept).toString() : line;
}
