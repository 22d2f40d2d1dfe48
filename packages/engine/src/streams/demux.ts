import type { OutputChunk } from "../engine.ts";

const headerLength = 8;

/**
 * The two streams of a container without a TTY, told apart. Each frame has a header of 8 bytes: the stream (0 and 1 standard output,
 * 2 standard error, 3 an error of the engine), three zeroes, and the length of what follows (32 bits, big endian).
 * Frames may be cut anywhere; their content is passed on as it comes, never collected.
 * Source: Engine API, "Attach to a container", stream format.
 */
export async function* demultiplex(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<OutputChunk, void> {
  const header = new Uint8Array(headerLength);
  let headerFilled = 0;
  let left = 0;
  let begins = false;
  for await (const chunk of chunks) {
    let at = 0;
    while (at < chunk.length) {
      if (left === 0) {
        const part = chunk.subarray(at, at + headerLength - headerFilled);
        header.set(part, headerFilled);
        headerFilled += part.length;
        at += part.length;
        if (headerFilled < headerLength) break;
        headerFilled = 0;
        left = new DataView(header.buffer).getUint32(4);
        begins = true;
        continue;
      }
      const data = chunk.subarray(at, at + left);
      at += data.length;
      left -= data.length;
      yield {
        stream: header[0] === 2 || header[0] === 3 ? "stderr" : "stdout",
        data,
        ...(begins ? { begins: true } : {}),
      };
      begins = false;
    }
  }
}

/** What a container with a TTY prints: one stream, as it is. */
export async function* rawOutput(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<OutputChunk, void> {
  for await (const data of chunks) yield { stream: "stdout", data };
}
