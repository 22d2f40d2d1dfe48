import { expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testImage } from "./subject.ts";

test("calls, hijacked streams and events work under Node", async () => {
  const directory = mkdtempSync(join(tmpdir(), "slipway-node-"));
  try {
    const built = await Bun.build({
      entrypoints: [Bun.fileURLToPath(import.meta.resolve("./node-smoke.ts"))],
      target: "node",
      outdir: directory,
      naming: "smoke.mjs",
    });
    expect(built.success).toBeTrue();
    const env = { ...process.env, SLIPWAY_TEST_IMAGE: testImage };
    const child = Bun.spawn(["node", join(directory, "smoke.mjs")], { env, stdout: "pipe", stderr: "pipe" });
    const [output, errors] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
    expect(errors).toBe("");
    expect(output).toBe(
      "events: create,start,exec_start,exec_die,die,destroy\nexec: hello|over|3\nENGINE_NO_SUCH_CONTAINER\n",
    );
  } finally {
    rmSync(directory, { recursive: true });
  }
}, 20_000);
