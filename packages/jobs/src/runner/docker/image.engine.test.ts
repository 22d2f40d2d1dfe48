import { expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { connectEngine } from "@slipway/engine";
import { jobImage } from "../testing/job-image.ts";
import { createImages } from "./image.ts";

test("a name is asked for once, and again when it may stand for another image", async () => {
  const engine = connectEngine({ env: process.env });
  const repository = `localhost/slipway-test-${randomBytes(4).toString("hex")}`;
  const name = `${repository}:1`;
  let asked = 0;
  const inspect: typeof engine.images.inspect = (...args) => {
    asked += 1;
    return engine.images.inspect(...args);
  };
  const images = createImages({ ...engine, images: { ...engine.images, inspect } });
  try {
    const [first, second] = await Promise.all(["busybox:1.36", jobImage].map((one) => engine.images.inspect(one)));
    await engine.images.tag("busybox:1.36", repository, "1");
    const provided = async () => {
      // What is kept is there at once: the events have to get their turn.
      await Bun.sleep(1);
      return await images.provide(name);
    };
    expect(await provided()).toEqual({ id: first?.Id ?? "" });
    const isKept = async (): Promise<boolean> => {
      const before = asked;
      await provided();
      return asked === before;
    };
    // The engine tells of a tag a moment after it has answered. On Podman nothing is kept.
    if ((await engine.kind()) === "podman") expect(await isKept()).toBe(false);
    else while (!(await isKept()));
    await engine.images.tag(jobImage, repository, "1");
    let found = await provided();
    while ("id" in found && found.id === first?.Id) found = await provided();
    expect(found).toEqual({ id: second?.Id ?? "" });
    await engine.images.remove(name);
    while ("id" in found) found = await provided();
    expect(found.why).toContain(repository);
  } finally {
    images.close();
    if (await engine.images.inspect(name)) await engine.images.remove(name);
    engine.close();
  }
});
