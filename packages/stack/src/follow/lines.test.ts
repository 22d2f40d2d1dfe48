import { expect, test } from "bun:test";
import type { OutputChunk } from "@slipway/engine";
import fc from "fast-check";
import { toLines } from "./lines.ts";

async function* chunks(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<OutputChunk> {
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  let start = 0;
  for (const end of ends) {
    yield { stream: "stdout", data: bytes.subarray(start, end) };
    start = end;
  }
}

async function textsOf(output: AsyncIterable<OutputChunk>, options?: { times: boolean }): Promise<string[]> {
  return (await Array.fromAsync(toLines(output, options))).flatMap(({ texts }) => texts);
}

test("lines come out whole wherever the output is cut, also inside a character", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: "grapheme" })), fc.array(fc.nat()), async (texts, cuts) => {
      const lines = texts.map((text) => text.replaceAll(/[\r\n]/g, ""));
      const bytes = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(""));
      const found = await textsOf(chunks(bytes, cuts));
      expect(found).toEqual(lines);
    }),
  );
});

test("a last line without an end is given, and a CRLF is one end", async () => {
  const bytes = new TextEncoder().encode("a\r\nb");
  expect(await textsOf(chunks(bytes, []))).toEqual(["a", "b"]);
});

test("the two streams do not run into each other", async () => {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  async function* output(): AsyncGenerator<OutputChunk> {
    yield { stream: "stdout", data: encode("out ") };
    yield { stream: "stderr", data: encode("err\n") };
    yield { stream: "stdout", data: encode("put\n") };
  }
  expect(await Array.fromAsync(toLines(output()))).toEqual([
    { stream: "stderr", texts: ["err"] },
    { stream: "stdout", texts: ["out put"] },
  ]);
});

test("the times that the engine puts into a long line are taken out, wherever the pieces are cut", async () => {
  const frames = [
    "2026-01-31T12:00:00.1Z aaaa",
    "2026-01-31T12:00:00.2Z bbbb",
    "2026-01-31T12:00:00.3Z cc\n",
    "2026-01-31T12:00:01Z next\n",
  ];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(), { maxLength: 8 }), async (cuts) => {
      async function* log(): AsyncGenerator<OutputChunk> {
        for (const frame of frames) {
          let begins = true;
          for await (const chunk of chunks(new TextEncoder().encode(frame), cuts)) {
            yield { ...chunk, ...(begins ? { begins } : {}) };
            begins = false;
          }
        }
      }
      const found = await textsOf(log(), { times: true });
      expect(found).toEqual(["2026-01-31T12:00:00.1Z aaaabbbbcc", "2026-01-31T12:00:01Z next"]);
    }),
  );
});

test("in the log of a TTY, which has no frames, they are found by the length of the pieces", async () => {
  const time = (second: number): string => `2026-01-31T12:00:0${second}.123456789Z `;
  const piece = "ä".repeat(8192);
  const own = `${time(7)}said by the program`;
  const log = `${time(1)}${piece}${time(2)}${piece}${time(3)}rest ${own}\r\n${time(4)}${own}\n`;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(), { maxLength: 8 }), async (cuts) => {
      const found = await textsOf(chunks(new TextEncoder().encode(log), cuts), { times: true });
      expect(found).toEqual([`${time(1)}${piece}${piece}rest ${own}`, `${time(4)}${own}`]);
    }),
    { numRuns: 20 },
  );
});
