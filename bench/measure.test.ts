import { expect, test } from "bun:test";
import type { Bench } from "./bench.ts";
import { BenchError, type Case, type Side } from "./case.ts";
import { measure } from "./measure.ts";
import { rowsOf } from "./rows.ts";

const bench = { signal: new AbortController().signal } as Bench;

/** A case of two sides that notes what is called, with steps that claim to take this long. */
function noting(notes: string[], wall: number, check: () => Promise<void> = async () => undefined): Case {
  const side = (name: string, role: Side["role"]): Side => ({
    name,
    role,
    steps: {
      go: async () => {
        notes.push(name);
        return { wall: role === "ours" ? wall : wall * 2, cpu: 1, rss: 2e6 };
      },
    },
  });
  return {
    name: "noting-3",
    fixtures: async () => {
      const gone = new AsyncDisposableStack();
      gone.defer(() => void notes.push("gone"));
      return gone;
    },
    ours: () => side("a", "ours"),
    peers: () => [side("b", "peer")],
    check: async () => {
      notes.push("check");
      await check();
    },
  };
}

test("the sides take turns, in reverse every other round, after the check", async () => {
  const notes: string[] = [];
  await measure(noting(notes, 10), bench, () => undefined);
  expect(notes.slice(0, 9)).toEqual(["check", "a", "b", "b", "a", "a", "b", "a", "b"]);
  expect(notes.slice(9, 11)).toEqual(["b", "a"]);
  expect(notes.at(-1)).toBe("gone");
});

test("a fast case has three rounds to warm up and twenty that count, a slow one none and as many as half a minute holds", async () => {
  const fast: string[] = [];
  const slow: string[] = [];
  const slowest: string[] = [];
  const quick = await measure(noting(fast, 10), bench, () => undefined);
  const long = await measure(noting(slow, 1000), bench, () => undefined);
  const longest = await measure(noting(slowest, 9000), bench, () => undefined);
  expect([quick.rounds, fast.length]).toEqual([20, 2 + 2 * 23]);
  expect([long.rounds, slow.length]).toEqual([10, 2 + 2 * 10]);
  expect([longest.rounds, slowest.length]).toEqual([5, 2 + 2 * 5]);
});

test("a case that fails its check is not timed, and its fixtures go", async () => {
  const notes: string[] = [];
  const failing = noting(notes, 10, () => Promise.reject(new BenchError("they differ")));
  const caught = await measure(failing, bench, () => undefined).catch((error: unknown) => error);
  expect(caught).toEqual(new BenchError("they differ"));
  expect(notes).toEqual(["check", "gone"]);
});

test("a row sets the medians of ours beside those of the peer", async () => {
  const [row] = rowsOf(await measure(noting([], 10), bench, () => undefined));
  expect(row).toMatchObject({ name: "go, 3 services", ours: { megabytes: 2 }, bounds: [] });
  expect([row?.ours.wall.median, row?.peer.wall.median]).toEqual([10, 20]);
});
