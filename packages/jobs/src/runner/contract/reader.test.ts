import { expect, test } from "bun:test";
import { createRedactor } from "@slipway/core";
import fc from "fast-check";
import { createOutputReader } from "./reader.ts";

const secret = "correct horse battery";
const stream = Buffer.concat([
  Buffer.from("\x1eslipway 1 ready\n\x1eabc begin\n\x1eabc phase setup install it\n"),
  Buffer.from(`one\nno line end ${secret}`),
  Buffer.from("\x1eabc phase steps test\n\x1eother end exit 0\n\x1eslipway 1 ready\nhalf \x1e"),
  Buffer.from([0xff, 0x00, 0x1e, 0x0a]),
  Buffer.from(`${Buffer.from(secret).toString("base64")}\n\x1eabc no-result\n\x1eabc end exit 3 steps test\n`),
]);
const shown =
  "── setup: install it\none\nno line end [redacted]\n── steps: test\n\x1eother end exit 0\n\x1eslipway 1 ready\nhalf \x1e";

function readIn(chunks: readonly Uint8Array[]) {
  const reader = createOutputReader(createRedactor([secret]));
  const readings = [...chunks.map((chunk) => reader.push(chunk)), reader.end()];
  return { output: readings.flatMap(({ output }) => output), marks: readings.flatMap(({ marks }) => marks) };
}

test("marks are told apart from output, and what only looks like one is output", () => {
  const { output, marks } = readIn([stream]);
  const bytes = Buffer.concat(output.map((piece) => piece.bytes));
  expect(bytes.subarray(0, Buffer.byteLength(shown)).toString()).toBe(shown);
  expect(bytes.includes("[redacted]\n", Buffer.byteLength(shown))).toBe(true);
  expect(marks).toEqual([
    { kind: "ready" },
    { kind: "begin" },
    { kind: "phase", phase: "setup", name: "install it" },
    { kind: "phase", phase: "steps", name: "test" },
    { kind: "no-result" },
    { kind: "end", reason: "exit", exitCode: 3, words: "steps test" },
  ]);
  expect(output.flatMap(({ phase }) => (phase ? [phase.name] : []))).toEqual(["install it", "test"]);
});

test("the same stream gives the same bytes at the same offsets, however it is cut", () => {
  const whole = Buffer.concat(readIn([stream]).output.map(({ bytes }) => bytes));
  fc.assert(
    fc.property(fc.array(fc.nat(stream.length), { maxLength: 12 }), (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), stream.length];
      const { output, marks } = readIn(at.slice(1).map((end, index) => stream.subarray(at[index], end)));
      expect(Buffer.concat(output.map(({ bytes }) => bytes))).toEqual(whole);
      expect(marks).toHaveLength(6);
      let offset = 0;
      for (const piece of output) {
        expect(piece.offset).toBe(offset);
        offset += piece.bytes.length;
      }
    }),
    { seed: 1, numRuns: 200 },
  );
});
