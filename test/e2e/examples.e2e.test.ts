import { expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { docker } from "../rig/docker.ts";
import { checkout } from "../rig/folders.ts";
import * as rig from "../rig/index.ts";
import { type Ran, run } from "../rig/process.ts";

/** Every example, with the variable of its published port and what its page must say. */
const examples = [
  { name: "hello", port: "HELLO_PORT", page: "Hello from a container", images: [] },
  { name: "rolling", port: "ROLLING_PORT", page: "Rolling, version one", images: [] },
  { name: "guestbook", port: "GUESTBOOK_PORT", page: "Welcome! This line was written", images: ["guestbook-app:dev"] },
] as const;

test("every example has a test", async () => {
  expect(examples.map((example) => example.name).sort()).toEqual(
    (await readdir(join(checkout, "examples"))).sort() as never,
  );
});

for (const example of examples) {
  test(`${example.name} comes up, answers through its port, has nothing to do again, and goes without a trace`, async () => {
    await using engine = await rig.engine();
    const project = `e2e-${example.name}-${randomBytes(4).toString("hex")}`;
    const port = await rig.freePort();
    const env = { DOCKER_HOST: engine.host, [example.port]: String(port) };
    // A copy: the first up makes the secrets that an example declares.
    const cwd = await mkdtemp(join(tmpdir(), `slipway-${example.name}-`));
    await cp(join(checkout, "examples", example.name), cwd, { recursive: true });
    const program = process.env["SLIPWAY_BIN"];
    const argv = program ? [program] : [process.execPath, "--no-env-file", join(checkout, "packages/cli/src/main.ts")];
    const slipway = (...args: string[]): Promise<Ran> => run([...argv, "-p", project, ...args], { cwd, env });
    const client = docker(engine.host);
    try {
      expect(await slipway("up", "-d", "--wait")).toMatchObject({ code: 0 });
      expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toContain(example.page);
      expect((await slipway("plan")).stdout).toContain("Nothing to do");
    } finally {
      const down = await slipway("down", "--volumes");
      for (const image of example.images) await client.run(["image", "rm", image]);
      await rm(cwd, { recursive: true });
      expect(down).toMatchObject({ code: 0 });
    }
    const label = ["--filter", `label=com.docker.compose.project=${project}`, "--quiet"];
    expect(await client.must(["ps", "--all", ...label])).toBe("");
    expect(await client.must(["network", "ls", ...label])).toBe("");
    expect(await client.must(["volume", "ls", ...label])).toBe("");
  });
}
