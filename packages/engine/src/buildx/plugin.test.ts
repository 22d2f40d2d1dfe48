import { expect, test } from "bun:test";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findBuildx } from "./plugin.ts";

test("buildx is found in the configured folders first, and only when it can be run", async () => {
  const folder = await mkdtemp(join(tmpdir(), "slipway-plugin-"));
  try {
    const own = join(folder, "cli-plugins/docker-buildx");
    const extra = join(folder, "extra/docker-buildx");
    await mkdir(join(folder, "cli-plugins"));
    await mkdir(join(folder, "extra"));
    await writeFile(own, "");
    const env = { DOCKER_CONFIG: folder };
    expect(findBuildx(env)).not.toBe(own);
    await chmod(own, 0o755);
    expect(findBuildx(env)).toBe(own);
    await writeFile(extra, "", { mode: 0o755 });
    await writeFile(join(folder, "config.json"), JSON.stringify({ cliPluginsExtraDirs: [join(folder, "extra")] }));
    expect(findBuildx(env)).toBe(extra);
  } finally {
    await rm(folder, { recursive: true });
  }
});
