import { expect, test } from "bun:test";
import { Queue } from "../follow/queue.ts";
import { batches } from "./batches.ts";

const pace = { quiet: 5, longest: 5_000 };

test("what comes close together is one batch, each thing once", async () => {
  const source = new Queue<string>();
  for (const item of ["a", "b", "a"]) source.push(item);
  for await (const batch of batches(source, pace)) {
    expect([...batch]).toEqual(["a", "b"]);
    source.close();
  }
});

test("what comes while a batch is worked on is one next batch", async () => {
  const source = new Queue<string>();
  const seen: string[] = [];
  source.push("a");
  for await (const batch of batches(source, pace)) {
    seen.push([...batch].join("+"));
    if (seen.length === 1) {
      for (const item of ["b", "c", "d"]) {
        source.push(item);
        await Promise.resolve();
      }
      source.close();
    }
  }
  expect(seen).toEqual(["a", "b+c+d"]);
});

test("a source that never rests is not held back for ever", async () => {
  const source = new Queue<number>();
  let next = 0;
  const ticking = setInterval(() => source.push(next++), 1);
  for await (const batch of batches(source, { quiet: 60_000, longest: 20 })) {
    clearInterval(ticking);
    expect(batch.size).toBeGreaterThan(0);
    break;
  }
});

test("a failure of the source is thrown after what came before it", async () => {
  const source = new Queue<string>();
  source.push("a");
  source.fail(new Error("no watches left"));
  const seen: string[] = [];
  const read = async (): Promise<void> => {
    for await (const batch of batches(source, pace)) seen.push(...batch);
  };
  expect(read()).rejects.toThrow("no watches left");
  expect(await read().catch(() => seen)).toContain("a");
});
