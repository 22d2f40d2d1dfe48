import { expect, test } from "bun:test";
import fc from "fast-check";
import { demultiplex } from "./demux.ts";

const frame = fc.record({ stderr: fc.boolean(), data: fc.uint8Array({ minLength: 0, maxLength: 40 }) });

test("both streams arrive whole and in order, wherever the frames are cut", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(frame, { maxLength: 12 }),
      fc.infiniteStream(fc.integer({ min: 1, max: 17 })),
      async (frames, cuts) => {
        const wire = Buffer.concat(frames.map(({ stderr, data }) => encode(stderr ? 2 : 1, data)));
        const seen: [string, number][] = [];
        for await (const { stream, data } of demultiplex(cut(wire, cuts))) {
          for (const byte of data) seen.push([stream, byte]);
        }
        expect(seen).toEqual(
          frames.flatMap(({ stderr, data }) =>
            [...data].map((byte): [string, number] => [stderr ? "stderr" : "stdout", byte]),
          ),
        );
      },
    ),
  );
});

test("a long frame is passed on before all of it is there", async () => {
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield encode(1, Buffer.from("first")).fill(0xff, 4, 8);
    await new Promise(() => undefined);
  }
  const { value } = await demultiplex(endless()).next();
  expect(Buffer.from(value?.data ?? []).toString()).toBe("first");
});

test("an error of the engine in the stream is shown with standard error", async () => {
  const chunks = [];
  for await (const chunk of demultiplex(cut(encode(3, Buffer.from("oops")), [99]))) chunks.push(chunk);
  expect(chunks).toEqual([{ stream: "stderr", data: Buffer.from("oops"), begins: true }]);
});

function encode(stream: number, data: Uint8Array): Buffer {
  const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(data.length, 4);
  return Buffer.concat([header, data]);
}

async function* cut(wire: Uint8Array, sizes: Iterable<number>): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const size of sizes) {
    if (at >= wire.length) return;
    yield wire.subarray(at, at + size);
    at += size;
  }
}
