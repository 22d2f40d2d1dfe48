import type { OutputChunk } from "../engine.ts";

const headerLength = 8;
const lineFeed = 0x0a;

/**
 * The two streams of a container without a TTY, told apart. Each frame has a header of 8 bytes: the stream (0 and 1 standard output,
 * 2 standard error, 3 an error of the engine), three zeroes, and the length of what follows (32 bits, big endian).
 * Frames may be cut anywhere; their content is passed on as it comes, never collected. Frames that came together and end their
 * lines are passed on as one: a log has a frame for every line.
 * Source: Engine API, "Attach to a container", stream format.
 */
export async function* demultiplex(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<OutputChunk, void> {
  const header = new Uint8Array(headerLength);
  let headerFilled = 0;
  let left = 0;
  let begins = false;
  for await (const chunk of chunks) {
    const joined = new JoinedFrames(chunk.length);
    let at = 0;
    while (at < chunk.length) {
      if (left === 0) {
        const part = chunk.subarray(at, at + headerLength - headerFilled);
        header.set(part, headerFilled);
        headerFilled += part.length;
        at += part.length;
        if (headerFilled < headerLength) break;
        headerFilled = 0;
        left = readLength(header);
        begins = true;
        continue;
      }
      const data = chunk.subarray(at, at + left);
      at += data.length;
      left -= data.length;
      const stream = header[0] === 2 || header[0] === 3 ? "stderr" : "stdout";
      if (!joined.takes(stream)) yield* joined.flush();
      joined.add(stream, data, begins);
      begins = false;
    }
    yield* joined.flush();
  }
}

function readLength([, , , , a = 0, b = 0, c = 0, d = 0]: Uint8Array): number {
  return a * 2 ** 24 + ((b << 16) | (c << 8) | d);
}

/** Frames of one stream that follow each other within one piece of the connection's data. */
class JoinedFrames {
  readonly #room: number;
  #stream: OutputChunk["stream"] = "stdout";
  #begins = false;
  #first: Uint8Array | undefined;
  #bytes: Uint8Array | undefined;
  #length = 0;

  constructor(room: number) {
    this.#room = room;
  }

  /** Whether a further frame of the stream may join: what is here must end with a line's end, so that `begins` still tells a cut line. */
  takes(stream: OutputChunk["stream"]): boolean {
    if (!this.#first) return true;
    return stream === this.#stream && (this.#bytes ?? this.#first)[this.#length - 1] === lineFeed;
  }

  add(stream: OutputChunk["stream"], data: Uint8Array, begins: boolean): void {
    if (!this.#first) {
      this.#first = data;
      this.#stream = stream;
      this.#begins = begins;
    } else {
      if (!this.#bytes) {
        this.#bytes = new Uint8Array(this.#room);
        this.#bytes.set(this.#first);
      }
      this.#bytes.set(data, this.#length);
    }
    this.#length += data.length;
  }

  *flush(): Generator<OutputChunk, void> {
    if (!this.#first) return;
    const data = this.#bytes?.subarray(0, this.#length) ?? this.#first;
    yield { stream: this.#stream, data, ...(this.#begins ? { begins: true } : {}) };
    this.#first = this.#bytes = undefined;
    this.#length = 0;
  }
}

/** What a container with a TTY prints: one stream, as it is. */
export async function* rawOutput(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<OutputChunk, void> {
  for await (const data of chunks) yield { stream: "stdout", data };
}
