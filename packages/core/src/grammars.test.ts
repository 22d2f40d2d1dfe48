import { expect, test } from "bun:test";
import fc from "fast-check";
import { formatBytes, parseBytes } from "./bytes.ts";
import { formatDuration, parseDuration } from "./duration.ts";
import { findCycle, topologicalOrder } from "./graph.ts";
import { didYouMean, nearest } from "./nearest.ts";

test.each([
  ["0", 0],
  ["10s", 10e9],
  ["1m30s", 90e9],
  ["1.5h", 5400e9],
  ["300ms", 300e6],
  ["1h0m0.5s", 3600.5e9],
  ["2d", 172800e9],
  ["-1s", -1e9],
  ["10", undefined],
  ["1x", undefined],
  ["", undefined],
  ["s", undefined],
])("the duration %p is %p ns", (text, nanoseconds) => {
  expect(parseDuration(text)).toBe(nanoseconds as number);
});

test("a duration is printed as Go prints it, and read back", () => {
  expect([0, 90e9, 3600e9, 300e6, 1500e6, 5].map(formatDuration)).toEqual([
    "0s",
    "1m30s",
    "1h0m0s",
    "300ms",
    "1.5s",
    "5ns",
  ]);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), (milliseconds) => {
      expect(parseDuration(formatDuration(milliseconds * 1e6))).toBe(milliseconds * 1e6);
    }),
  );
});

test.each([
  ["1024", 1024],
  ["1k", 1024],
  ["64m", 64 * 2 ** 20],
  ["1.5GB", 1.5 * 2 ** 30],
  ["64 KiB", 65536],
  ["10b", 10],
  ["lots", undefined],
  ["1x", undefined],
])("the size %p is %p bytes", (text, bytes) => {
  expect(parseBytes(text)).toBe(bytes as number);
});

test("a size is printed for people with three digits", () => {
  expect([0, 999, 1234, 45_600_000].map(formatBytes)).toEqual(["0B", "999B", "1.23kB", "45.6MB"]);
});

test("a near name is suggested, a far one is not", () => {
  const known = ["image", "volumes", "ports", "environment"];
  expect(["imagee", "volums", "prots", "Environment", "zzz"].map((name) => nearest(name, known))).toEqual([
    "image",
    "volumes",
    "ports",
    "environment",
    undefined,
  ]);
  expect(didYouMean("imgae", known)).toBe('did you mean "image"?');
});

test("a cycle is told as the path that closes it; without one, everything comes after what it depends on", () => {
  const edges = new Map([
    ["web", ["api", "elsewhere"]],
    ["api", ["db"]],
    ["db", []],
  ]);
  expect([findCycle(edges), topologicalOrder(edges)]).toEqual([undefined, ["db", "api", "web"]]);
  expect(findCycle(edges.set("db", ["api"]))).toEqual(["api", "db", "api"]);
});

test("a chain of five thousand is no burden", () => {
  const edges = new Map(Array.from({ length: 5000 }, (_, index) => [`n${index}`, [`n${index + 1}`]]));
  expect(topologicalOrder(edges)).toHaveLength(5000);
});
