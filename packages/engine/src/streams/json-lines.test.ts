import { expect, test } from "bun:test";
import fc from "fast-check";
import { parseJsonLines } from "./json-lines.ts";

test("every value arrives, wherever the stream is cut and however lines end", async () => {
  const value = fc.record({ status: fc.string({ unit: "grapheme" }), n: fc.integer() });
  await fc.assert(
    fc.asyncProperty(
      fc.array(value),
      fc.integer({ min: 1, max: 30 }),
      fc.constantFrom("\n", "\r\n"),
      async (values, size, end) => {
        const wire = Buffer.from(values.map((one) => JSON.stringify(one)).join(end));
        async function* chunks(): AsyncGenerator<Uint8Array> {
          for (let at = 0; at < wire.length; at += size) yield wire.subarray(at, at + size);
        }
        const seen: unknown[] = [];
        for await (const one of parseJsonLines(chunks())) seen.push(one);
        expect(seen).toEqual(values);
      },
    ),
  );
});
