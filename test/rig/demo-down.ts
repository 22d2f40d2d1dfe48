import { rm } from "node:fs/promises";
import { forgetDemo, readDemo } from "./demo-state.ts";
import { docker } from "./docker.ts";
import { engineHost, stopDockerd } from "./dockerd.ts";
import { engineFolder } from "./engine.ts";
import { ping } from "./engine-end.ts";
import { cacheFolder } from "./folders.ts";
import { slipway } from "./guestbook.ts";
import { step } from "./steps.ts";

/** Takes away everything that the demo made: the project, its images, and the engine when the demo started it. */
export async function demoDown(): Promise<number> {
  const state = await readDemo();
  if (!state) {
    console.log("nothing to do: the demo is not up");
    return 0;
  }
  const folder = engineFolder("demo");
  const isPrivate = state.host === engineHost(folder);
  const reachable = await ping(state.host);
  if (reachable) await slipway(["down", "--volumes", "--remove-orphans"], state.host, state.port);
  console.log("");
  if (isPrivate)
    await step(
      "engine",
      () => stopDockerd(folder, { keepImages: false }),
      () => "ended and removed",
    );
  else if (reachable) {
    await step(
      "images",
      () => removeImages(state.host, state.images),
      (count) => `${count} removed`,
    );
  }
  if (!state.hadCache) await rm(cacheFolder("images"), { recursive: true, force: true });
  await forgetDemo();
  const kept = state.packages.length === 0 ? "" : `; the Debian packages stay: ${state.packages.join(" ")}`;
  console.log(`Everything that the demo made is gone${kept}.`);
  return 0;
}

/** Removes what the demo brought and built, the youngest first, and leaves an image that somebody else uses. */
async function removeImages(host: string, images: readonly string[]): Promise<number> {
  const engine = docker(host);
  let removed = 0;
  for (const name of images.toReversed()) {
    if ((await engine.run(["image", "rm", name])).code === 0) removed++;
  }
  return removed;
}
