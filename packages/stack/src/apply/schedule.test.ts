import { expect, test } from "bun:test";
import { runSchedule } from "./schedule.ts";

const { signal } = new AbortController();

/** Runs tasks that end when the test says so, and records what has begun. */
function manual(
  tasks: readonly { id: number; after: readonly number[] }[],
  parallel = 16,
  idle: readonly number[] = [],
) {
  const begun: number[] = [];
  const ends = new Map<number, PromiseWithResolvers<void>>();
  const abort = new AbortController();
  const done = runSchedule(
    tasks,
    ({ id }) => {
      begun.push(id);
      const end = Promise.withResolvers<void>();
      ends.set(id, end);
      return end.promise;
    },
    { parallel, signal: abort.signal, isIdle: ({ id }) => idle.includes(id) },
  );
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    begun,
    done,
    abort: () => abort.abort(),
    end: (id: number) => {
      ends.get(id)?.resolve();
      return settle();
    },
    fail: (id: number, failure: Error) => {
      ends.get(id)?.reject(failure);
      return settle();
    },
  };
}

test("a task begins as soon as all that it waits for is done, not later", async () => {
  const run = manual([
    { id: 1, after: [] },
    { id: 2, after: [] },
    { id: 3, after: [1] },
    { id: 4, after: [2, 3] },
  ]);
  expect(run.begun).toEqual([1, 2]);
  await run.end(1);
  expect(run.begun).toEqual([1, 2, 3]);
  await run.end(3);
  expect(run.begun).toEqual([1, 2, 3]);
  await run.end(2);
  expect(run.begun).toEqual([1, 2, 3, 4]);
  await run.end(4);
  expect(await run.done).toEqual([]);
});

test("no more run at the same time than allowed; those that only wait take no place", async () => {
  const tasks = [1, 2, 3, 4].map((id) => ({ id, after: [] }));
  const run = manual(tasks, 1, [1]);
  expect(run.begun).toEqual([1, 2]);
  await run.end(2);
  expect(run.begun).toEqual([1, 2, 3]);
});

test("after a failure nothing more begins, and every failure of what was under way is given", async () => {
  const run = manual([
    { id: 1, after: [] },
    { id: 2, after: [] },
    { id: 3, after: [1] },
  ]);
  await run.fail(2, new Error("two"));
  await run.end(1);
  expect(run.begun).toEqual([1, 2]);
  expect(await run.done).toEqual([new Error("two")]);
});

test("an abort begins nothing more", async () => {
  const run = manual([
    { id: 1, after: [] },
    { id: 2, after: [1] },
  ]);
  run.abort();
  await run.end(1);
  expect(run.begun).toEqual([1]);
  expect(await run.done).toEqual([]);
});

test("ten thousand tasks in a chain and beside each other are no burden", async () => {
  const tasks = Array.from({ length: 10_000 }, (_, index) => ({ id: index + 1, after: index % 2 ? [index] : [] }));
  let count = 0;
  const failures = await runSchedule(tasks, async () => void count++, { parallel: 8, signal });
  expect([failures.length, count]).toEqual([0, 10_000]);
});
