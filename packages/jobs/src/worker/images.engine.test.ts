import { expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dockerSubject } from "../runner/docker/testing/docker-subject.ts";
import { openStore } from "../store/open.ts";
import { keepImages } from "./images.ts";

/** Images of this test by other names of one that is there: removing such a name removes nothing else. */
async function place() {
  const folder = await mkdtemp(join(tmpdir(), "slipway-images-"));
  const store = await openStore({ url: join(folder, "jobs.sqlite") });
  const subject = await dockerSubject();
  const { engine } = subject;
  const clock = { now: Date.now(), full: undefined as string | undefined };
  const images = keepImages({
    engine,
    store,
    log: () => undefined,
    actor: "worker:test",
    keepMs: 1000,
    hindrance: async () => clock.full,
    now: () => clock.now,
  });
  const run = randomBytes(4).toString("hex");
  const made: string[] = [];
  return {
    engine,
    images,
    clock,
    async image(name: string, from = "busybox:1.36"): Promise<{ name: string; id: string }> {
      const repository = `localhost/slipway-test-${run}-${name}`;
      await engine.images.tag(from, repository, "1");
      made.push(`${repository}:1`);
      return { name: `${repository}:1`, id: (await engine.images.inspect(`${repository}:1`))?.Id ?? "" };
    },
    async isThere(name: string): Promise<boolean> {
      return (await engine.images.inspect(name)) !== undefined;
    },
    kinds: async (): Promise<readonly string[]> => {
      await store.trail.seal();
      const lines: string[] = [];
      for await (const line of store.trail.lines()) lines.push((JSON.parse(line) as { kind: string }).kind);
      return lines;
    },
    async [Symbol.asyncDispose]() {
      await images.end();
      for (const name of made) if (await engine.images.inspect(name)) await engine.images.remove(name);
      await subject[Symbol.asyncDispose]();
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

test("an image that was pulled for jobs goes when none has used it for long; one that nobody pulled for them stays", async () => {
  await using it = await place();
  const [ours, others] = [await it.image("ours"), await it.image("others")];
  await it.images.pulled(ours);
  expect(await it.images.round()).toEqual([]);
  it.clock.now += 2000;
  expect(await it.images.round()).toEqual([ours.name]);
  expect([await it.isThere(ours.name), await it.isThere(others.name)]).toEqual([false, true]);
  expect(await it.kinds()).toContain("image.removed");
});

test("on a full disk images go before their time, the least recently used first, until there is room", async () => {
  await using it = await place();
  const [first, second] = [await it.image("first"), await it.image("second")];
  await it.images.pulled(first);
  await it.images.pulled(second);
  it.clock.full = "the disk is nearly full";
  expect(await it.images.round()).toEqual([first.name, second.name]);
});

test("a name that stands for another image by now is somebody else's", async () => {
  await using it = await place();
  const moved = await it.image("moved");
  await it.images.pulled({ ...moved, id: `sha256:${"0".repeat(64)}` });
  it.clock.now += 2000;
  expect(await it.images.round()).toEqual([]);
  expect(await it.isThere(moved.name)).toBe(true);
});
