import { expect, test } from "bun:test";
import { hasLeftContainers } from "./podman.ts";
import { temporary } from "./root-fs.ts";

test.each([
  ["nothing was ever stored", undefined, false],
  ["all containers were removed", "[]", false],
  ["one is listed", '[{"id":"38024ad8","layer":"0ff24d63"}]', true],
  ["the list was half written", '[{"id":"380', true],
])("left containers in Podman's storage: %s", async (_, listed, left) => {
  await using folder = await temporary();
  if (listed !== undefined) await Bun.write(`${folder.path}/data/overlay-containers/containers.json`, listed);
  expect(await hasLeftContainers(folder.path)).toBe(left);
});
