import { expect, test } from "bun:test";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeAddress, writeAddress } from "./address-file.ts";
import { dataFolder } from "./data-folder.ts";

test("the first control plane of a folder stays the one that clients find until it is gone", async () => {
  const folder = dataFolder("/", {}, await mkdtemp(join(tmpdir(), "slipway-address-")));
  const found = async (): Promise<string> => (await readFile(folder.address, "utf8")).trim();
  const first = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response("ok") });
  const url = `http://127.0.0.1:${first.port}`;
  const second = "http://127.0.0.1:2";
  expect(await writeAddress(folder, url)).toBeUndefined();
  expect(await writeAddress(folder, second)).toBe(url);
  await removeAddress(folder, second);
  expect(await found()).toBe(url);
  await first.stop(true);
  expect(await writeAddress(folder, second)).toBeUndefined();
  await removeAddress(folder, url);
  expect(await found()).toBe(second);
  await removeAddress(folder, second);
  await expect(found()).rejects.toThrow("ENOENT");
  await rm(folder.path, { recursive: true });
});
