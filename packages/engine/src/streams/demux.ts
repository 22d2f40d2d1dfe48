import type { OutputChunk } from "../engine.ts";

const headerLength = 8;
const lineFeed = 0x0a;

/**
 * The two streams of a container without a TTY, told apart. Each frame has a header of 8 bytes: the stream (0 and 1 standard output,
 * 2 standard error, 3 an error of the engine), three zeroes, and the length of what follows (32 bits, big endian).
 * Frames may be cut anywhere; their content is passed on as it comes, never collected. Frames that came together and end their
 * lines are passed on as one, moved together within their chunk: a log has a frame for every line.
 * Source: Engine API, "Attach to a container", stream format.
 */
export async function* demultiplex(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<OutputChunk, void> {
  const frames = new Frames();
  for await (const chunk of chunks) yield* frames.cut(chunk);
}

/** What a container with a TTY prints: one stream, as it is. */
export async function* rawOutput(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<OutputChunk, void> {
  for await (const data of chunks) yield { stream: "stdout", data };
}

/** A log with times, of a container with or without a TTY: the digit that a time begins with is no stream of a frame. */
export async function* framedOrRaw(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<OutputChunk, void> {
  const frames = new Frames();
  let raw: boolean | undefined;
  for await (const chunk of chunks) {
    raw ??= chunk.length > 0 ? (chunk[0] ?? 0) > 3 : undefined;
    if (raw) yield { stream: "stdout", data: chunk };
    else yield* frames.cut(chunk);
  }
}

/** The state between chunks. */
class Frames {
  readonly #header = new Uint8Array(headerLength);
  #headerFilled = 0;
  /** Bytes of the frame that are still to come. */
  #left = 0;
  #stream: OutputChunk["stream"] = "stdout";
  #begins = false;

  /** The content of the frames in a chunk, whose bytes are overwritten. */
  cut(chunk: Uint8Array): OutputChunk[] {
    const cut: OutputChunk[] = [];
    // What is joined lies in the chunk from `start` to `end`.
    let start = 0;
    let end = 0;
    let stream: OutputChunk["stream"] | undefined;
    let begins = false;
    const flush = (): void => {
      if (stream) cut.push({ stream, data: chunk.subarray(start, end), ...(begins ? { begins: true } : {}) });
    };
    for (let at = 0; at < chunk.length; ) {
      if (this.#left === 0) {
        at = this.#readHeader(chunk, at);
        continue;
      }
      const next = Math.min(at + this.#left, chunk.length);
      // Joined only to a line's end, so that `begins` still tells a cut line.
      if (stream === this.#stream && chunk[end - 1] === lineFeed) {
        chunk.copyWithin(end, at, next);
        end += next - at;
      } else {
        flush();
        ({ start, end, stream, begins } = { start: at, end: next, stream: this.#stream, begins: this.#begins });
      }
      this.#left -= next - at;
      this.#begins = false;
      at = next;
    }
    flush();
    return cut;
  }

  /** Gives where the chunk goes on. */
  #readHeader(chunk: Uint8Array, at: number): number {
    if (this.#headerFilled === 0 && at + headerLength <= chunk.length) {
      this.#begin(chunk, at);
      return at + headerLength;
    }
    const part = chunk.subarray(at, at + headerLength - this.#headerFilled);
    this.#header.set(part, this.#headerFilled);
    this.#headerFilled += part.length;
    if (this.#headerFilled === headerLength) {
      this.#begin(this.#header, 0);
      this.#headerFilled = 0;
    }
    return at + part.length;
  }

  #begin(bytes: Uint8Array, at: number): void {
    const byte = (offset: number): number => bytes[at + offset] as number;
    this.#stream = byte(0) === 2 || byte(0) === 3 ? "stderr" : "stdout";
    this.#left = byte(4) * 2 ** 24 + ((byte(5) << 16) | (byte(6) << 8) | byte(7));
    this.#begins = true;
  }
}
