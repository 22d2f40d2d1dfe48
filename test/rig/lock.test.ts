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

test("of many that come at once exactly one holds it, and it gives back only what is its own", async () => {
  await using folder = await temporary();
  const path = join(folder.path, "lock");
  const gone = Bun.spawn(["true"]);
  await gone.exited;
  await Bun.write(path, String(gone.pid));
  const module = JSON.stringify(join(import.meta.dir, "lock.ts"));
  const script = `import { lock } from ${module};
    await lock(process.argv[1], "it").then(() => console.log("held"), () => console.log("told")); await Bun.stdin.text();`;
  const all = Array.from({ length: 6 }, () =>
    Bun.spawn([process.execPath, "-e", script, path], { stdin: "pipe", stdout: "pipe" }),
  );
  const said = await Promise.all(all.map(async ({ stdout }) => (await stdout.getReader().read()).value));
  expect(said.map((text) => new TextDecoder().decode(text).trim()).sort()).toEqual(["held", ...Array(5).fill("told")]);
  for (const { stdin } of all) stdin.end();
  await Promise.all(all.map(({ exited }) => exited));
  {
    await using _held = await lock(path, "it");
    await Bun.write(path, String(process.ppid));
  }
  expect(await Bun.file(path).text()).toBe(String(process.ppid));
});
