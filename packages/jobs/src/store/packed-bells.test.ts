import { expect, test } from "bun:test";
import { packed, unpacked } from "./packed-bells.ts";

/** So long that no other test is in the way. */
const gapMs = 200;

function opened(gap: number) {
  const packets: string[] = [];
  const bells = packed(1000, gap, async (packet) => {
    packets.push(packet);
  });
  const heard = () => packets.map((packet) => unpacked(packet, "another"));
  return { bells, heard };
}

test("a bell after a silence goes at once, and what rings in the gap behind it goes together", async () => {
  const { bells, heard } = opened(gapMs);
  bells.ring("queued", "a");
  await Promise.resolve();
  expect(heard()).toEqual([[["queued", "a"]]]);
  for (const job of ["b", "c", "c"]) {
    await Promise.resolve();
    bells.ring("ended", job);
  }
  expect(heard()).toHaveLength(1);
  await Bun.sleep(2 * gapMs);
  expect(heard().slice(1)).toEqual([
    [
      ["ended", "b"],
      ["ended", "c"],
    ],
  ]);
  await bells.close();
});

test("what rang in the gap is sent before it is closed, and nothing after", async () => {
  const { bells, heard } = opened(gapMs);
  bells.ring("queued", "a");
  await Promise.resolve();
  bells.ring("ended", "b");
  const closing = bells.close();
  bells.ring("ended", "c");
  await closing;
  expect(heard()).toEqual([[["queued", "a"]], [["ended", "b"]]]);
});

test("without a gap each turn of the event loop may send", async () => {
  const { bells, heard } = opened(0);
  for (const job of ["a", "b"]) {
    bells.ring("log", job);
    await Bun.sleep(0);
  }
  await bells.close();
  expect(heard()).toEqual([[["log", "a"]], [["log", "b"]]]);
});
