import { expect, test } from "bun:test";
import { join } from "node:path";
import { checkout } from "./rig/folders.ts";
import { leftOut, notOnPodman } from "./rig/not-on-podman.ts";

test("every test that is left out on Podman has its reason in docs/engines.md", async () => {
  const page = await Bun.file(join(checkout, "docs/engines.md")).text();
  for (const { reason } of notOnPodman) expect(page).toContain(reason);
});

test("every file that is left out on Podman is there, and nothing is left out on Docker", async () => {
  for (const { tests } of notOnPodman) {
    if (typeof tests !== "string") continue;
    expect(await Bun.file(join(checkout, tests)).exists(), tests).toBe(true);
    expect(leftOut(tests, "podman")).toBeString();
    expect(leftOut(tests, "docker")).toBeUndefined();
  }
});
