import { expect, test } from "bun:test";
import fc from "fast-check";
import { containsAny } from "./contains-any.ts";

async function* pieces(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  let start = 0;
  for (const end of ends) {
    yield bytes.subarray(start, end);
    start = end;
  }
}

test("a text is found wherever the stream is cut, and one that is not there is not", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), fc.string(), fc.array(fc.nat(), { maxLength: 9 }), async (before, behind, cuts) => {
      const bytes = Buffer.from(`${before}s3cret-of-tests${behind}`);
      const texts = [
        { key: "a", text: "s3cret-of-tests" },
        { key: "b", text: "another one \u0001" },
      ];
      expect([...(await containsAny(pieces(bytes, cuts), texts))]).toEqual(["a"]);
    }),
  );
});
