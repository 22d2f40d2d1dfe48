import { expect, test } from "bun:test";
import { join } from "node:path";
import { temporary } from "./index.ts";
import { lock } from "./lock.ts";

test("who comes second is told who holds the lock, and gets it afterwards", async () => {
  await using folder = await temporary();
  const path = join(folder.path, "lock");
  {
    await using _held = await lock(path, "the demo");
    await expect(lock(path, "the demo")).rejects.toThrow(`the demo is already running (process ${process.pid})`);
  }
  await using _again = await lock(path, "the demo");
});

test("the lock of a process that is gone is taken over", async () => {
  await using folder = await temporary();
  const path = join(folder.path, "lock");
  const gone = Bun.spawn(["true"]);
  await gone.exited;
  await Bun.write(path, String(gone.pid));
  await using _held = await lock(path, "the demo");
  expect(await Bun.file(path).text()).toBe(String(process.pid));
});
