import { expect } from "bun:test";
import { registry } from "../rig/registry.ts";
import { exits, has, nothingLeft, prints, printsNot, runsWith, tells } from "./checks.ts";
import { type Scene, scenario } from "./scenario.ts";

const login = { user: "team", password: "open-sesame-42" };
const authorization = { authorization: `Basic ${btoa(`${login.user}:${login.password}`)}` };

async function logIn(scene: Scene, address: string, password = login.password): Promise<void> {
  const auth = btoa(`${login.user}:${password}`);
  await scene.write("home/.docker/config.json", JSON.stringify({ auths: { [address]: { auth } } }));
}

interface Manifest {
  readonly artifactType?: string;
  readonly config: { readonly mediaType: string };
  readonly layers: readonly { readonly mediaType: string; readonly annotations: Readonly<Record<string, string>> }[];
}

/** What the registry has under a tag, asked without any code of ours. */
async function manifestOf(address: string, tag: string): Promise<Manifest> {
  const accept = "application/vnd.oci.image.manifest.v1+json";
  const answer = await fetch(`http://${address}/v2/team/shop/manifests/${tag}`, {
    headers: { ...authorization, accept },
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Manifest;
}

scenario("published", "a project is published, and runs from the registry elsewhere", async (scene) => {
  await using served = await registry(login);
  const { address } = served;
  scene.env["REGISTRY"] = address;
  const shop = `${address}/team/shop:1`;
  await logIn(scene, address);
  await scene.step("the image is built", ["build"]);

  const refused = await scene.step("values of variables want a word", ["publish", shop], exits(1));
  expect(refused.stderr).toContain('the values of MODE of service "web" would be published');
  expect(refused.stderr).toContain("the env file ./web.env would be published");
  expect(refused.stderr).not.toContain("COLOUR");
  const unasked = await scene.step("and a yes", ["publish", "--with-env", shop], exits(2), tells("give --yes"));
  expect(unasked.stderr).toMatch(/sub\/base\.env:1:1 looks like a secret: API_TOKEN\n/);
  expect(unasked.stderr).not.toContain("not-really");
  const dry = await scene.step(
    "a dry run says what goes where",
    ["--dry-run", "publish", "--with-env", shop],
    prints("./compose.yaml, ./sub/base.yaml, ./web.env, ./sub/base.env", "Plan: 2 to push."),
  );
  expect(dry.stdout).not.toContain("not-really");
  const none = await fetch(`http://${address}/v2/team/shop/tags/list`, { headers: authorization });
  expect(none.status).toBe(404);

  const first = await scene.step(
    "publish",
    ["publish", "--with-env", "-y", shop],
    prints(/^oci:\/\/.*@sha256:\w{64}\n$/),
  );
  const manifest = await manifestOf(address, "1");
  expect(manifest.artifactType).toBe("application/vnd.docker.compose.project");
  expect(manifest.layers.map(({ mediaType }) => mediaType.replace("application/vnd.docker.compose.", ""))).toEqual([
    "file+yaml",
    "file+yaml",
    "envfile",
    "envfile",
  ]);
  expect(manifest.layers[1]?.annotations).toMatchObject({ "com.docker.compose.extends": "true" });
  const again = await scene.step("the same is the same artefact", ["publish", "--with-env", "-y", shop]);
  expect(again.stdout).toBe(first.stdout);

  await scene.step("the image is not here any more", ["down", "--rmi", "all"]);
  const cwd = `${scene.folder}/elsewhere`;
  const remote = ["--allow-remote", "-f", first.stdout.trim()];
  const given = { cwd, env: { COLOUR: "blue" } };
  await scene.stepWith(
    given,
    "elsewhere it is brought up by its digest",
    [...remote, "up", "-d"],
    has({ web: ["running"] }),
  );
  for (const assignment of ["COLOUR=blue", "MODE=fast", "GREETING=hello", "API_TOKEN=not-really"])
    await runsWith("web", assignment)(scene, first);
  await scene.stepWith(given, "and taken down", [...remote, "down", "--rmi", "all"], nothingLeft);
});

scenario(
  "published",
  "images are pinned and copied, older registries served, and a refused login told",
  async (scene) => {
    await using served = await registry(login);
    const { address } = served;
    scene.env["REGISTRY"] = address;
    const publish = ["publish", "--with-env", "-y"];
    await logIn(scene, address);
    await scene.step("the image is built", ["build"]);
    await scene.step("all together", [
      ...publish,
      "--resolve-image-digests",
      "--app",
      "--oci-version",
      "1.0",
      `${address}/team/shop:2`,
    ]);
    const manifest = await manifestOf(address, "2");
    expect(manifest.artifactType).toBeUndefined();
    expect(manifest.config.mediaType).toBe("application/vnd.docker.compose.config.empty.v1+json");
    const loaded = await scene.stepWith(
      { cwd: `${scene.folder}/elsewhere` },
      "the image is the very one",
      ["--allow-remote", "-f", `oci://${address}/team/shop:2`, "config", "--images"],
      prints(/\/team\/web:1@sha256:\w{64}\n/),
    );
    const digest = loaded.stdout.trim().split("@")[1];
    const copied = await fetch(`http://${address}/v2/team/shop/manifests/${digest}`, {
      headers: { ...authorization, accept: "application/vnd.docker.distribution.manifest.v2+json" },
    });
    expect(copied.status).toBe(200);

    await logIn(scene, address, "wrong-password");
    const wrong = await scene.step(
      "a wrong password",
      [...publish, `${address}/team/shop:3`],
      exits(1),
      printsNot("oci://"),
    );
    expect(wrong.stderr).toContain("it refuses this login");
    expect(wrong.stderr).toContain("docker login");
    expect(wrong.stderr).not.toContain("wrong-password");
    await scene.step("down", ["down", "--rmi", "all"], nothingLeft);
  },
);
