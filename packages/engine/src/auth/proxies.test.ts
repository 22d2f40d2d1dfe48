import { expect, test } from "bun:test";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { proxyVariables } from "./proxies.ts";

test("proxies of the docker configuration become variables, those of the engine before the default", async () => {
  const folder = await mkdtemp(join(tmpdir(), "slipway-proxies-"));
  const env = { DOCKER_CONFIG: folder };
  try {
    expect(proxyVariables(env, "unix:///a")).toEqual({});
    const proxies = { default: { httpProxy: "http://p:1", noProxy: "a,b" }, "tcp://b:2": { httpsProxy: "http://q:2" } };
    await writeFile(join(folder, "config.json"), JSON.stringify({ proxies }));
    expect(proxyVariables(env, "unix:///a")).toEqual({
      HTTP_PROXY: "http://p:1",
      http_proxy: "http://p:1",
      NO_PROXY: "a,b",
      no_proxy: "a,b",
    });
    expect(proxyVariables(env, "tcp://b:2")).toEqual({ HTTPS_PROXY: "http://q:2", https_proxy: "http://q:2" });
  } finally {
    await rm(folder, { recursive: true });
  }
});
