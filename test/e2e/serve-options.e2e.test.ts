import { afterEach, beforeEach, expect, test } from "bun:test";
import { createHmac } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jobImage } from "../../packages/jobs/src/runner/testing/job-image.ts";
import { openStore } from "../../packages/jobs/src/store/open.ts";
import { docker } from "../rig/docker.ts";
import * as rig from "../rig/index.ts";
import { leftOut } from "../rig/not-on-podman.ts";
import { postgres } from "../rig/postgres.ts";
import { type Ended, type Program, slipwayArgv, startProgram } from "./program.ts";

let folder: string;
let env: Readonly<Record<string, string>>;
const planes = new Set<Program>();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-serve-"));
  env = { PATH: process.env["PATH"] ?? "", HOME: folder };
});
afterEach(async () => {
  for (const plane of planes) plane.signal("SIGKILL");
  await Promise.all([...planes].map((plane) => plane.ended));
  planes.clear();
  await rm(folder, { recursive: true, force: true });
});

/** A control plane with data of its own, and commands for it. */
async function serving(data: string, more: Readonly<Record<string, string>>, ...argv: readonly string[]) {
  const own = { ...env, SLIPWAY_DATA: join(folder, data), ...more };
  const options = { cwd: folder, env: own };
  const plane = startProgram([...slipwayArgv(), "serve", "--listen", "127.0.0.1:0", ...argv], options);
  planes.add(plane);
  await plane.until(/"message":"ready"/);
  return {
    slipway: (...words: readonly string[]): Promise<Ended> => startProgram([...slipwayArgv(), ...words], options).ended,
    async stop(): Promise<void> {
      plane.signal("SIGTERM");
      expect((await plane.ended).code).toBe(0);
      planes.delete(plane);
    },
  };
}

/** Looks again and again until it is so; the time of the test is the limit. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await Bun.sleep(50);
}

test("ended jobs go when their time of keeping is over, and not before", async () => {
  const first = await serving("keep", {}, "--only", "api");
  const id = (await first.slipway("job", "submit", "-q", "--step", "true")).stdout.trim();
  const waiting = (await first.slipway("job", "submit", "-q", "--step", "true")).stdout.trim();
  await first.slipway("job", "cancel", id);
  await first.stop();
  const usual = await serving("keep", {}, "--only", "api");
  expect((await usual.slipway("job", "show", id)).code).toBe(0);
  await usual.stop();
  const short = await serving("keep", { SLIPWAY_KEEP: "1ms" }, "--only", "api");
  await until(async () => (await short.slipway("job", "show", id)).code !== 0);
  expect((await short.slipway("job", "ls", "-q")).stdout.trim()).toBe(waiting);
  expect((await short.slipway("audit-trail", "export")).stdout).toContain('"kind":"jobs.removed"');
  await short.stop();
}, 60_000);

test("webhooks reach this machine only with --private-webhooks, and are signed with the secret of a file", async () => {
  const got = Promise.withResolvers<{ headers: Headers; body: string }>();
  let calls = 0;
  await using hook = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      calls++;
      got.resolve({ headers: request.headers, body: await request.text() });
      return new Response();
    },
  });
  const key = Buffer.from("a key that nobody knows");
  const secret = `whsec_${key.toString("base64")}`;
  await writeFile(join(folder, "hook-secret"), `${secret}\n`, { mode: 0o600 });
  const more = { SLIPWAY_WEBHOOK_SECRET_FILE: join(folder, "hook-secret") };
  await writeFile(join(folder, "hooked.yaml"), `steps: ["true"]\nwebhook: ${hook.url.href}\n`);

  const closed = await serving("hooks", more, "--only", "api");
  const id = (await closed.slipway("job", "submit", "-q", "hooked.yaml")).stdout.trim();
  await closed.slipway("job", "cancel", id);
  const store = await openStore({ url: join(folder, "hooks/jobs.sqlite") });
  await until(async () => (await store.outbox.of(id))[0]?.tries === 1);
  await store.close();
  expect(calls).toBe(0);
  await closed.stop();

  const open = await serving("hooks", more, "--only", "api", "--private-webhooks");
  const { headers, body } = await got.promise;
  expect(JSON.parse(body)).toMatchObject({ type: "job.ended", job: id, state: "canceled" });
  const text = `${headers.get("webhook-id")}.${headers.get("webhook-timestamp")}.${body}`;
  expect(headers.get("webhook-signature")).toBe(`v1,${createHmac("sha256", key).update(text).digest("base64")}`);
  await open.stop();
}, 60_000);

const parked = "after a first job containers wait for the next ones, none with --parked 0, and none is left at the end";
test.skipIf(leftOut(parked) !== undefined)(
  parked,
  async () => {
    await using engine = await rig.engine();
    const client = docker(engine.host);
    const more = { DOCKER_HOST: engine.host };
    const image = ["--image", jobImage];
    const plane = await serving("parked", more, ...image);
    const store = await openStore({ url: join(folder, "parked/jobs.sqlite") });
    const group = `label=dev.slipway.runner=${await store.identity()}`;
    await store.close();
    const running = async (): Promise<string[]> => {
      const label = ["--filter", group, "--filter", "label=dev.slipway.role=parked"];
      const ids = await client.must(["ps", "--quiet", "--no-trunc", ...label]);
      return ids.split("\n").filter((id) => id !== "");
    };
    expect((await plane.slipway("job", "submit", "--step", "true", "--follow")).code).toBe(0);
    await until(async () => (await running()).length === 2);
    const before = await running();
    expect((await plane.slipway("job", "submit", "--step", "true", "--follow")).code).toBe(0);
    const { attempts } = JSON.parse((await plane.slipway("job", "show", "--format", "json")).stdout);
    expect(before).toContain(attempts[0].applied.container);
    await plane.stop();
    expect(await client.must(["ps", "--all", "--quiet", "--filter", group])).toBe("");

    const cold = await serving("parked", more, ...image, "--parked", "0", "--networks", "0");
    const made: string[] = [];
    for (let jobs = 0; jobs < 2; jobs++) {
      expect((await cold.slipway("job", "submit", "--step", "true", "--follow")).code).toBe(0);
      made.push(...(await running()));
    }
    expect(made).toEqual([]);
    await cold.stop();
  },
  120_000,
);

test("with logs as JSON every line is an object, also while the database is away", async () => {
  const server = await postgres();
  const options = { cwd: folder, env: { ...env, SLIPWAY_DATA: folder, DATABASE_URL: await server.database() } };
  const argv = ["serve", "--only", "api", "--listen", "127.0.0.1:0", "--log-format", "json"];
  const plane = startProgram([...slipwayArgv(), ...argv], options);
  planes.add(plane);
  await plane.until(/"message":"ready"/);
  await server[Symbol.asyncDispose]();
  await plane.until(/LISTEN.*\n/);
  plane.signal("SIGKILL");
  const { stderr } = await plane.ended;
  planes.delete(plane);
  const lines = stderr.split("\n").slice(0, -1);
  expect(lines.map((line) => typeof JSON.parse(line).message)).toEqual(lines.map(() => "string"));
}, 60_000);

test("a collector gets the life of a job as one trace, and a collector that is away harms no job", async () => {
  await using engine = await rig.engine();
  interface Told {
    readonly traceId: string;
    readonly spanId: string;
    readonly parentSpanId?: string;
    readonly name: string;
    readonly startTimeUnixNano: string;
    readonly endTimeUnixNano: string;
  }
  const spans: Told[] = [];
  const names: string[] = [];
  const collector = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const { resourceSpans } = (await request.json()) as {
        resourceSpans: { resource: { attributes: object[] }; scopeSpans: { spans: Told[] }[] }[];
      };
      names.push(`${new URL(request.url).pathname} ${request.headers.get("x-team")}`);
      for (const { scopeSpans } of resourceSpans) for (const scope of scopeSpans) spans.push(...scope.spans);
      return Response.json({});
    },
  });
  const image = ["--image", jobImage, "--parked", "0"];
  const more = {
    DOCKER_HOST: engine.host,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url.href,
    OTEL_EXPORTER_OTLP_HEADERS: "x-team=a%20b",
  };
  const plane = await serving("traces", more, ...image);
  const job = ["--name", "traced", "--step", "mkdir out; echo 1 > out/a", "--artifact", "out/*"];
  expect((await plane.slipway("job", "submit", ...job, "--follow")).code).toBe(0);
  const { id } = JSON.parse((await plane.slipway("job", "show", "--format", "json")).stdout);
  await until(async () => spans.length > 0);
  expect(new Set(names)).toEqual(new Set(["/v1/traces a b"]));
  expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([id.replaceAll("-", "")]));
  const nameOf = new Map(spans.map(({ spanId, name }) => [spanId, name]));
  expect(spans.map(({ name, parentSpanId }) => `${nameOf.get(parentSpanId ?? "") ?? "-"} > ${name}`).sort()).toEqual([
    "- > job traced",
    "attempt 1 > artifacts",
    "attempt 1 > finish",
    "attempt 1 > run",
    "attempt 1 > start",
    "job traced > attempt 1",
    "job traced > queued",
    expect.stringMatching(/^run > steps: /),
  ]);
  for (const { startTimeUnixNano: begin, endTimeUnixNano: end } of spans)
    expect(BigInt(end) >= BigInt(begin)).toBe(true);
  await collector.stop(true);
  expect((await plane.slipway("job", "submit", "--step", "true", "--follow")).code).toBe(0);
  await plane.stop();
}, 120_000);
