import { expect, test } from "bun:test";
import { mergeByTime } from "./merge.ts";
import { Queue } from "./queue.ts";

async function* stream(...times: string[]): AsyncGenerator<{ timestamp: string }, void> {
  for (const timestamp of times) yield { timestamp };
}

test("streams in order become one in order", async () => {
  const merged = mergeByTime([stream("1", "4", "5"), stream(), stream("2", "3"), stream("6")]);
  expect(await Array.fromAsync(merged, ({ timestamp }) => timestamp)).toEqual(["1", "2", "3", "4", "5", "6"]);
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
