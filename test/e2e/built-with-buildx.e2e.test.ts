import { expect, test } from "bun:test";
import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { connectEngine } from "@slipway/engine";
import { buildkitd, findBuildkitd } from "../rig/buildkitd.ts";
import { dockerBuildx } from "../rig/docker-buildx.ts";
import { registry } from "../rig/registry.ts";
import { containersOf, exits, has, nothingLeft, prints, tells, untouched } from "./checks.ts";
import { engineHost } from "./engine-view.ts";
import { type Scene, scenario } from "./scenario.ts";

const buildx = await dockerBuildx();
const secrets = { BUILD_TOKEN: "env-secret-0815" };
const up = { app: ["running"], inline: ["running"] };

/** Gives the scene's home the plugin, as the docker CLI's packages give it to everybody's. */
async function installBuildx(scene: Scene, path: string): Promise<void> {
  const folder = join(scene.folder, "home/.docker/cli-plugins");
  await mkdir(folder, { recursive: true });
  await symlink(path, join(folder, "docker-buildx"));
}

/** All that the engine tells of an image: its configuration and the steps that made it. */
async function toldOf(image: string): Promise<string> {
  const { stdout } = Bun.spawnSync(["docker", "-H", engineHost, "history", "--no-trunc", image]);
  const inspected = Bun.spawnSync(["docker", "-H", engineHost, "image", "inspect", image]);
  return stdout.toString() + inspected.stdout.toString();
}

async function exists(image: string): Promise<boolean> {
  const engine = connectEngine({ env: process.env, host: engineHost });
  try {
    return (await engine.images.inspect(image)) !== undefined;
  } finally {
    engine.close();
  }
}

if (buildx.path === undefined) {
  // biome-ignore lint/suspicious/noSkippedTests: without network there is no buildx to be had
  test.skip(`built-with-buildx: ${buildx.reason}`, () => undefined);
} else {
  const { path } = buildx;

  scenario(
    "built-with-buildx",
    "BuildKit builds with secrets, caches and tags, and no secret stays anywhere",
    async (scene) => {
      await installBuildx(scene, path);
      const app = `${scene.projectName}-app:1`;
      const planned = await scene.step(
        "a dry run says what with",
        ["--dry-run", "build"],
        prints("with buildx", `also as ${scene.projectName}-also:2`),
      );
      expect(planned.stdout).toContain("Plan: 2 to build.");
      await scene.also("nothing is built by it", async () => expect(await exists(app)).toBe(false));
      const missing = await scene.step("a secret without a value is told before", ["build"], exits(1));
      expect(missing.stderr).toContain("BUILD_TOKEN, which is not set");

      scene.env["BUILD_TOKEN"] = secrets.BUILD_TOKEN;
      const printed = await scene.step("the bake file names secrets", ["build", "--print"], prints("env=BUILD_TOKEN"));
      const built = await scene.step(
        "build",
        ["build", "--no-cache"],
        tells("Building  with buildx", "a step prints [redacted]"),
      );
      await scene.also("the image has its names", async () => {
        expect(await exists(app)).toBe(true);
        expect(await exists(`${scene.projectName}-also:2`)).toBe(true);
      });
      await scene.also("no secret is in the image, the bake file or the output", async () => {
        const everything = [await toldOf(app), printed.stdout, built.stdout, built.stderr].join("\n");
        expect(everything).toContain("org.example.by");
        expect(everything.includes("secret-4711")).toBe(false);
        expect(everything.includes(secrets.BUILD_TOKEN)).toBe(false);
      });
      await scene.step(
        "text that bake would expand arrives",
        ["run", "--rm", "-T", "app", "cat", "/literal"],
        (_, ended) => expect(ended.stdout).toBe("${HOME} %{x}\n"),
      );

      await scene.step("up builds what is missing", ["up", "-d"], has(up));
      const made = await containersOf(scene);
      await scene.step("the same images again are no change", ["up", "-d", "--build"], untouched(made));
      await scene.step("down", ["down", "--rmi", "local"], nothingLeft);
      await scene.also("and away", () =>
        Bun.spawnSync(["docker", "-H", engineHost, "rmi", app, `${scene.projectName}-also:2`]),
      );
    },
  );

  scenario("built-with-buildx", "a failing step is told once, at the service that it is of", async (scene) => {
    await installBuildx(scene, path);
    const env = { ...secrets, FAIL: "3" };
    const failed = await scene.stepWith({ env }, "a step fails", ["up", "-d"], exits(1), has({}));
    expect(failed.stderr.match(/error\[/g)).toHaveLength(1);
    expect(failed.stderr).toMatch(/error\[ENGINE_BUILD_FAILED\]: .* exit code: 3\n +--> compose\.yaml:13:5/);
    expect(failed.stderr).toContain("inline | #2 inline-is-built");
  });

  scenario("built-with-buildx", "the classic builder can be asked for, and says what it cannot do", async (scene) => {
    await installBuildx(scene, path);
    scene.env["DOCKER_BUILDKIT"] = "0";
    scene.env["BUILD_TOKEN"] = secrets.BUILD_TOKEN;
    await scene.step(
      "what it can",
      ["build", "inline"],
      tells("Building  with the classic builder", "inline-is-built"),
    );
    const refused = await scene.step("what it cannot", ["build"], exits(1));
    expect(refused.stderr).toContain('build.secrets of service "app" needs BuildKit');
    expect(refused.stderr).toContain("hint: unset DOCKER_BUILDKIT, or remove the key");
    expect(refused.stderr).not.toContain("Building");
    await scene.step("away", ["down", "--rmi", "local"]);
    const plan = { COMPOSE_BAKE: "false", DOCKER_BUILDKIT: "" };
    await scene.stepWith(
      { env: plan },
      "the reason is said",
      ["--dry-run", "build", "inline"],
      prints("(COMPOSE_BAKE=false)"),
    );
  });

  scenario("built-with-buildx", "a builder too old for additional contexts is named as the cause", async (scene) => {
    await installBuildx(scene, path);
    const { exitCode, stdout } = Bun.spawnSync(["docker", "-H", engineHost, "version", "-f", "{{.Server.APIVersion}}"]);
    expect(exitCode).toBe(0);
    const knows = Number(stdout.toString().trim().split(".")[1]) >= 42;
    const told = await scene.step("build", ["-f", "on-base.yaml", "build"], exits(knows ? 0 : 1));
    if (!knows) expect(told.stderr).toContain("error[ENGINE_BUILDER_TOO_OLD]: this builder has no additional contexts");
    await scene.step("away", ["-f", "on-base.yaml", "down", "--rmi", "local"]);
  });

  const daemon = findBuildkitd();
  if (daemon.path === undefined) {
    // biome-ignore lint/suspicious/noSkippedTests: nobody packages it
    test.skip(`built-with-buildx: with a BuildKit of its own (${daemon.reason})`, () => undefined);
  } else {
    scenario("built-with-buildx", "images are built upon each other with a builder that is named", async (scene) => {
      await installBuildx(scene, path);
      await using own = await buildkitd(daemon.path);
      await using served = await registry();
      scene.env["BASE"] = await push(served.address);
      const create = ["buildx", "create", "--name", "own", "--driver", "remote", own.address];
      await scene.also("a builder is made", async () => {
        const made = await scene.startOther([path, ...create.slice(1)]).ended;
        expect(made.code).toBe(0);
      });
      const build = ["-f", "on-base.yaml", "build", "--builder", "own"];
      await scene.step("one alone, with what it needs", [...build, "upon"], tells("from-base", "with buildx"));
      await scene.also("the other is not made", async () =>
        expect(await exists(`${scene.projectName}-base.1`)).toBe(false),
      );
      scene.env["BUILDX_BUILDER"] = "own";
      await scene.step("both", ["-f", "on-base.yaml", "build"], tells("upon | "));
      await scene.also("both are there", async () => {
        expect(await exists(`${scene.projectName}-base.1`)).toBe(true);
        expect(await exists(`${scene.projectName}-upon`)).toBe(true);
      });
      const check = ["-f", "on-base.yaml", "build", "--check"];
      await scene.step("a Dockerfile is checked", [...check, "base.1"], prints("Check complete, no warnings found"));
      scene.env["BASE"] = "busybox:1.36\n        maintainer nobody";
      await scene.step(
        "findings fail",
        [...check, "base.1"],
        exits(1),
        prints("MaintainerDeprecated"),
        tells("_CHECK]"),
      );
      await scene.step("away", ["-f", "on-base.yaml", "down", "--rmi", "local"], nothingLeft);
    });
  }
}

/** Puts busybox into a registry: a builder of its own does not see the images of the engine. */
async function push(address: string): Promise<string> {
  const engine = connectEngine({ env: {}, host: engineHost });
  try {
    await engine.images.tag("busybox:1.36", `${address}/busybox`, "1.36");
    for await (const line of engine.images.push(`${address}/busybox:1.36`)) expect(line.error).toBeUndefined();
    await engine.images.remove(`${address}/busybox:1.36`);
    return `${address}/busybox:1.36`;
  } finally {
    engine.close();
  }
}
