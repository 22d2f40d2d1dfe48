import { afterEach, beforeEach, expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "../../tools/build.ts";
import { type Docker, docker } from "../rig/docker.ts";
import { checkout } from "../rig/folders.ts";
import * as rig from "../rig/index.ts";
import { type Ended, startProgram } from "./program.ts";

let project: string;
let image: string;
let engine: rig.RigEngine | undefined;
let client: Docker;
let folder: string;
let program: string;
let env: Readonly<Record<string, string>>;

const slipway = (...argv: readonly string[]): Promise<Ended> =>
  startProgram([program, ...argv], { cwd: join(folder, "deploy"), env }).ended;
/** With the settings of the folder as variables, among them the operator's token. */
const asOperator = (...argv: readonly string[]): Promise<Ended> => slipway("env", "run", "--", program, ...argv);
async function done(...argv: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await slipway(...argv);
  if (code === 0) return stdout;
  const logs = await slipway("logs", "--no-color", "--tail", "20");
  throw new Error(`slipway ${argv.join(" ")} ended with ${code}:\n${stdout}${stderr}\n${logs.stdout}`);
}

/** A copy of the checkout as `npm run build` leaves it, with a `.env` made from the template. */
beforeEach(async () => {
  project = `e2e-deploy-${randomBytes(4).toString("hex")}`;
  image = `${project}:local`;
  engine = await rig.engine();
  client = docker(engine.host);
  folder = await mkdtemp(join(tmpdir(), "slipway-deploy-"));
  program = process.env["SLIPWAY_BIN"] ?? (await build());
  await cp(join(checkout, "deploy"), join(folder, "deploy"), { recursive: true });
  await cp(join(checkout, ".dockerignore"), join(folder, ".dockerignore"));
  await mkdir(join(folder, "dist"));
  await cp(program, join(folder, "dist/slipway"));
  const socket = engine.host.replace(/^unix:\/\//, "");
  const port = String(await rig.freePort());
  const ours: Readonly<Record<string, string>> = {
    SLIPWAY_IMAGE: image,
    SLIPWAY_PORT: port,
    ENGINE_SOCKET: socket,
    ENGINE_GID: String((await stat(socket)).gid),
    SLIPWAY_JOB_IMAGE: "slipway-runner:local",
  };
  const template = await readFile(join(folder, "deploy/.env.example"), "utf8");
  const own = template.replaceAll(/^([A-Z_]+)=.*$/gm, (line, key) => (ours[key] ? `${key}=${ours[key]}` : line));
  await writeFile(join(folder, "deploy/.env"), own);
  env = {
    PATH: process.env["PATH"] ?? "",
    HOME: folder,
    DOCKER_HOST: engine.host,
    COMPOSE_PROJECT_NAME: project,
    SLIPWAY_URL: `http://127.0.0.1:${port}`,
  };
}, 180_000);

afterEach(async () => {
  await slipway("down", "--volumes", "--timeout", "5");
  await client.run(["image", "rm", image]);
  await engine?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
}, 120_000);

/** The values of `.slipway.secrets.env`. */
async function secrets(): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(join(folder, "deploy/.slipway.secrets.env"), "utf8");
  return new Map([...text.matchAll(/^([A-Z_]+)=(.+)$/gm)].map(([, key = "", value = ""]) => [key, value]));
}

interface Inspected {
  readonly Config: { readonly Labels: Readonly<Record<string, string>> };
  readonly HostConfig: Readonly<Record<string, unknown>> & {
    readonly Binds: readonly string[] | null;
    /** Podman also tells ports that an image exposes and nobody published. */
    readonly PortBindings: Readonly<Record<string, readonly { readonly HostIp: string }[] | null>> | null;
  };
}

test("`slipway up` makes the secrets and the images, and brings up api, worker, Redis and PostgreSQL; a job ends well, also without Redis", async () => {
  await done("up", "--detach", "--build", "--wait", "--wait-timeout", "120");
  const made = await secrets();
  expect(await done("plan")).toContain("Nothing to do");

  const file = ["--step", "id; git lfs version; echo done > out.txt", "--artifact", "out.txt"];
  const submitted = await asOperator("job", "submit", ...file, "--follow");
  expect([submitted.code, submitted.stdout, submitted.stderr]).toEqual([
    0,
    expect.stringMatching(/^uid=65532\(job\) .*\ngit-lfs\//m),
    expect.stringMatching(/^succeeded after /m),
  ]);
  expect((await asOperator("job", "show")).stdout).toMatch(/out\.txt +5B/);

  await done("stop", "redis");
  const alone = await asOperator("job", "submit", "--step", "echo without Redis", "--follow");
  expect([alone.code, alone.stdout]).toEqual([0, expect.stringContaining("without Redis\n")]);
  await done("start", "--wait", "redis");
  expect((await asOperator("audit-trail", "verify")).stdout).toContain("none was changed");

  // Containers of jobs have the labels of the image that was built here, but no such hash.
  const ofProject = [`label=com.docker.compose.project=${project}`, "label=com.docker.compose.config-hash"];
  const text = await client.must(["ps", "--quiet", ...ofProject.flatMap((label) => ["--filter", label])]);
  const all = await client.must(["inspect", ...text.trim().split("\n")]);
  for (const value of made.values()) expect(all).not.toContain(value);
  const containers = JSON.parse(all) as readonly Inspected[];
  expect(containers.map(({ Config }) => Config.Labels["com.docker.compose.service"]).sort()).toEqual([
    "api",
    "postgres",
    "redis",
    "worker",
  ]);
  for (const { Config, HostConfig } of containers) {
    const service = Config.Labels["com.docker.compose.service"];
    expect(HostConfig).toMatchObject({
      ReadonlyRootfs: true,
      Privileged: false,
      RestartPolicy: { Name: "unless-stopped" },
    });
    expect(HostConfig["Memory"]).toBeGreaterThan(0);
    expect(HostConfig["PidsLimit"]).toBeGreaterThan(0);
    expect(HostConfig.Binds?.some((bind) => bind.includes("docker.sock")) ?? false).toBe(service === "worker");
    const ports = Object.values(HostConfig.PortBindings ?? {}).flatMap((bindings) => bindings ?? []);
    expect(ports.map(({ HostIp }) => HostIp)).toEqual(service === "api" ? ["127.0.0.1"] : []);
  }
}, 300_000);

test("the audit finds nothing in the folder, and all of its gates pass", async () => {
  const { code, stdout } = await startProgram([program, "audit", "--gate", join(checkout, "deploy")], {
    cwd: folder,
    env,
  }).ended;
  expect([code, stdout]).toEqual([0, expect.stringContaining("no errors")]);
});
