import { expect, test } from "bun:test";
import fc from "fast-check";
import { mergeByTime } from "./merge.ts";
import { Queue } from "./queue.ts";

interface Item {
  readonly timestamp: string;
  readonly stream: number;
}

async function* inLots(items: readonly Item[], lots: readonly number[]): AsyncGenerator<readonly Item[], void> {
  let at = 0;
  for (const length of [...lots, items.length]) {
    yield items.slice(at, at + length);
    at += length;
  }
}

test("streams in order become one in order, whatever lots they come in; equal times keep the order of the streams", async () => {
  const streams = fc.array(fc.record({ times: fc.array(fc.integer({ min: 10, max: 40 })), lots: fc.array(fc.nat(5)) }));
  await fc.assert(
    fc.asyncProperty(streams, async (given) => {
      const items = given.map(({ times }, stream) =>
        times.map((time) => ({ timestamp: `${time}`, stream })).sort((a, b) => (a.timestamp < b.timestamp ? -1 : 1)),
      );
      const merged = mergeByTime(given.map(({ lots }, stream) => inLots(items[stream] ?? [], lots)));
      const expected = items.flat().sort((a, b) => a.timestamp.localeCompare(b.timestamp) || a.stream - b.stream);
      expect((await Array.fromAsync(merged)).flat()).toEqual(expected);
    }),
  );
});

test("a stream that fails ends the merge with its failure, and the others are left", async () => {
  let left = false;
  async function* endless(): AsyncGenerator<readonly Item[], void> {
    try {
      for (;;) yield [{ timestamp: "1", stream: 0 }];
    } finally {
      left = true;
    }
  }
  // biome-ignore lint/correctness/useYield: it fails before it gives anything.
  async function* failing(): AsyncGenerator<readonly Item[], void> {
    throw new Error("gone");
  }
  await expect(Array.fromAsync(mergeByTime([endless(), failing()]))).rejects.toThrow("gone");
  expect(left).toBe(true);
});

test("a queue gives what is pushed before and during the reading, and ends when it is closed", async () => {
  const queue = new Queue<number>();
  queue.push(1);
  const read = Array.fromAsync(queue);
  setImmediate(() => {
    queue.push(2);
    queue.close();
  });
  expect(await read).toEqual([1, 2]);
});

test("a queue that fails gives what came before the failure, then the failure", async () => {
  const queue = new Queue<number>();
  queue.push(1);
  queue.fail(new Error("gone"));
  const seen: number[] = [];
  const read = (async () => {
    for await (const item of queue) seen.push(item);
  })();
  expect(read).rejects.toThrow("gone");
  await read.catch(() => undefined);
  expect(seen).toEqual([1]);
});
