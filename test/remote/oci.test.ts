import { afterAll, beforeAll, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { checkout } from "../rig/folders.ts";
import * as rig from "../rig/index.ts";
import { run } from "../rig/process.ts";

const login = { user: "me", password: "pass-word-1" };
let registry: rig.RigRegistry;
let folder: Awaited<ReturnType<typeof rig.temporary>>;
const headers = { authorization: `Basic ${btoa(`${login.user}:${login.password}`)}` };

beforeAll(async () => {
  registry = await rig.registry(login);
  folder = await rig.temporary();
  await Bun.write(
    join(folder.path, "docker/config.json"),
    JSON.stringify({ auths: { [registry.address]: { auth: btoa(`${login.user}:${login.password}`) } } }),
  );
}, 120_000);
afterAll(async () => {
  await registry[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

interface File {
  readonly mediaType?: string;
  readonly text: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

const composeType = "application/vnd.docker.compose.file+yaml";
const digestOf = (text: string): string => `sha256:${createHash("sha256").update(text).digest("hex")}`;

async function upload(repository: string, text: string): Promise<{ digest: string; size: number }> {
  const base = `http://${registry.address}`;
  const begun = await fetch(`${base}/v2/${repository}/blobs/uploads/`, { method: "POST", headers });
  const place = new URL(begun.headers.get("location") ?? "", base);
  place.searchParams.set("digest", digestOf(text));
  await fetch(place, { method: "PUT", body: text, headers });
  return { digest: digestOf(text), size: Buffer.byteLength(text) };
}

/** Puts a project into the registry, in the form of `docker compose publish`. */
async function publish(name: string, files: readonly File[], artifactType = "application/vnd.docker.compose.project") {
  const config = { mediaType: "application/vnd.oci.empty.v1+json", ...(await upload(name, "{}")) };
  const layers: object[] = [];
  for (const { text, mediaType = composeType, annotations = {} } of files)
    layers.push({ mediaType, annotations, ...(await upload(name, text)) });
  const mediaType = "application/vnd.oci.image.manifest.v1+json";
  const manifest = JSON.stringify({ schemaVersion: 2, mediaType, artifactType, config, layers });
  const url = `http://${registry.address}/v2/${name}/manifests/1`;
  const sent = await fetch(url, { method: "PUT", body: manifest, headers: { ...headers, "content-type": mediaType } });
  if (!sent.ok) throw new Error(await sent.text());
  return digestOf(manifest);
}

/** `slipway -f oci://… config` in an empty folder. */
function config(reference: string, ...more: string[]) {
  const argv = [
    process.execPath,
    join(checkout, "packages/cli/src/main.ts"),
    "-f",
    `oci://${registry.address}/${reference}`,
  ];
  const env = { DOCKER_CONFIG: join(folder.path, "docker"), XDG_CACHE_HOME: folder.path, NO_COLOR: "1" };
  return run([...argv, ...more, "config"], { cwd: folder.path, env });
}

test("a published project is fetched with its login and its env file, its layers merged", async () => {
  const digest = await publish("team/shop", [
    {
      text: "services: {web: {image: web, env_file: web.env}}\n",
      annotations: { "com.docker.compose.file": "compose.yaml" },
    },
    { text: "services: {web: {ports: ['80:80']}}\n", annotations: { "com.docker.compose.file": "override.yaml" } },
    {
      text: "A=1\n",
      mediaType: "application/vnd.docker.compose.envfile",
      annotations: { "com.docker.compose.envfile": "web.env" },
    },
  ]);
  for (const reference of ["team/shop:1", `team/shop@${digest}`]) {
    const { stdout, stderr } = await config(reference, "--allow-remote");
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^name: shop\n/);
    expect(stdout).toContain('published: "80"');
    expect(stdout).toContain('A: "1"');
  }
});

test("nothing is fetched that was not allowed", async () => {
  const { stderr, code } = await config("team/shop:1");
  expect(code).toBe(1);
  expect(stderr).toContain("error[COMPOSE_REMOTE_FILE]");
  expect(stderr).toContain("--allow-remote");
});

test("an image is no project", async () => {
  await publish("image", [], "application/vnd.example");
  const { stderr } = await config("image:1", "--allow-remote");
  expect(stderr).toContain("is no Compose project but application/vnd.example");
});

test("a file whose name leads elsewhere is refused", async () => {
  const annotations = { "com.docker.compose.envfile": "../../x.env" };
  const mediaType = "application/vnd.docker.compose.envfile";
  await publish("bad", [{ text: "services: {}\n" }, { text: "A=1\n", mediaType, annotations }]);
  const { stderr } = await config("bad:1", "--allow-remote");
  expect(stderr).toContain('bad name "../../x.env"');
});

test("a tag that is not there and a login that is wrong are told", async () => {
  expect((await config("team/shop:9", "--allow-remote")).stderr).toContain("it has no team/shop/manifests/9");
  await Bun.write(join(folder.path, "docker/config.json"), "{}");
  expect((await config("team/shop:1", "--allow-remote")).stderr).toContain("it wants a login");
});
