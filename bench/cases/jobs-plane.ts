import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { createClient, findEndpoint, type JobsClient, readLog, sendOverHttp } from "@slipway/jobs";
import type { Bench } from "../bench.ts";
import { BenchError, type Case } from "../case.ts";
import { trivialImage } from "../fixtures/trivial.ts";
import type { Sample } from "../time-program.ts";
import { hardenedJobs } from "./hardened-jobs.ts";

/** Jobs that come together, and how many of them run at once. */
const many = 48;
const atOnce = 8;
/** Jobs of a burst. */
const burst = 16;
const megabytes = 50;
const talk = `yes 'seventy letters of output, as long as the lines of many programs are, more' | head -c ${megabytes}000000`;

interface Planes extends AsyncDisposable {
  /** With containers that wait for jobs. */
  readonly warm: JobsClient;
  readonly cold: JobsClient;
}

let planes: Planes | undefined;

/**
 * The whole control plane, from the submission over HTTP to what a follower reads: the first byte of a job that finds a container waiting,
 * many jobs one after the other, and much output. The peers are the docker command, and the engine's calls for containers of the same kind.
 */
export const jobsPlaneCase: Case = {
  name: "jobs-plane",
  async fixtures(bench) {
    planes = await openPlanes(bench);
    return planes;
  },
  ours: () => ({
    name: "slipway",
    role: "ours",
    steps: {
      "submit to first byte, parked": () => firstBytes(1),
      [`submit to first byte, parked, last of ${burst} at once`]: () => firstBytes(burst),
      [`${many} jobs, ${atOnce} at once`]: drain,
      [`${megabytes} MB of output to a follower`]: follow,
    },
  }),
  peers: (bench) => [
    {
      name: "docker run --rm",
      role: "peer",
      steps: {
        "submit to first byte, parked": () => dockerRun(bench, "echo begun", 1),
        [`submit to first byte, parked, last of ${burst} at once`]: () => dockerRun(bench, "echo begun", burst),
        [`${megabytes} MB of output to a follower`]: () => dockerRun(bench, talk, 1, true),
      },
    },
    {
      name: "engine calls",
      role: "peer",
      steps: { [`${many} jobs, ${atOnce} at once`]: () => hardenedJobs(bench.engine, many, atOnce) },
    },
  ],
  async check(bench) {
    await firstBytes(1);
    await drain();
    const { wall } = await follow();
    if (!(wall > 0)) throw new BenchError("nothing was followed");
    await hardenedJobs(bench.engine, atOnce, atOnce);
  },
};

const open = (which: keyof Planes & string): JobsClient => {
  if (!planes) throw new BenchError("the control planes do not run");
  return planes[which as "warm" | "cold"];
};

async function firstBytes(count: number): Promise<Sample> {
  const client = open("warm");
  const started = performance.now();
  const jobs = await Promise.all(
    Array.from({ length: count }, async () => {
      const { id } = await client.submitJob(job("echo begun"));
      for await (const _ of readLog(client, id, { follow: true })) return { id, at: performance.now() };
      throw new BenchError(`${id} has printed nothing`);
    }),
  );
  for (const { id } of jobs) await ended(client, id);
  // What was used is replaced while nobody is timed.
  await Bun.sleep(count * 400);
  return { wall: Math.max(...jobs.map(({ at }) => at)) - started, cpu: 0 };
}

async function drain(): Promise<Sample> {
  const client = open("cold");
  const started = performance.now();
  const jobs = await Promise.all(Array.from({ length: many }, () => client.submitJob(job("true"))));
  await Promise.all(jobs.map(({ id }) => ended(client, id)));
  return { wall: performance.now() - started, cpu: 0 };
}

async function follow(): Promise<Sample> {
  const client = open("cold");
  const { id } = await client.submitJob({ ...job(talk), resources: { ...small, logs: "100mb" } });
  let from: number | undefined;
  let bytes = 0;
  let last = 0;
  for await (const part of readLog(client, id, { follow: true })) {
    from ??= performance.now();
    bytes += part.bytes.length;
    last = performance.now();
  }
  // The heading of the step comes on top.
  if (bytes < megabytes * 1e6 || from === undefined) throw new BenchError(`${bytes} bytes of output came`);
  await ended(client, id);
  return { wall: last - from, cpu: 0 };
}

async function ended(client: JobsClient, id: string): Promise<void> {
  for (;;) {
    const { state, end } = await client.getJob(id, { wait: 30 });
    if (state === "succeeded") return;
    if (state === "failed" || state === "canceled") throw new BenchError(`${id} ${state}: ${end?.message}`);
  }
}

const small = { cpus: 1, memory: "128mb", pids: 64, disk: "32mb" };
const job = (run: string) => ({ steps: [run], resources: small });

/** The time until the last of so many containers has printed its first byte, or with `whole` from there to its last. */
async function dockerRun({ env, folder }: Bench, command: string, count: number, whole = false): Promise<Sample> {
  const started = performance.now();
  const ends = await Promise.all(
    Array.from({ length: count }, async () => {
      const argv = ["docker", "run", "--rm", "--log-driver", "json-file", trivialImage, "sh", "-c", command];
      const child = Bun.spawn(argv, { cwd: folder, env: { ...env }, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
      let first: number | undefined;
      let last = 0;
      for await (const _ of child.stdout) {
        last = performance.now();
        first ??= last;
      }
      if ((await child.exited) !== 0 || first === undefined) throw new BenchError(await child.stderr.text());
      return whole ? started + last - first : first;
    }),
  );
  return { wall: Math.max(...ends) - started, cpu: 0 };
}

/** Reads on after the line, for a program ends that nobody listens to. */
async function ready(output: ReadableStream<Uint8Array>): Promise<void> {
  const told = Promise.withResolvers<void>();
  void (async () => {
    let said = "";
    for await (const bytes of output) {
      said = (said + Buffer.from(bytes).toString()).slice(-10_000);
      if (said.includes('"ready"')) told.resolve();
    }
    told.reject(new BenchError(`slipway serve has ended: ${said.slice(-1000)}`));
  })();
  await told.promise;
}

async function openPlanes(bench: Bench): Promise<Planes> {
  await using opened = new AsyncDisposableStack();
  const start = async (name: string, ...more: readonly string[]): Promise<JobsClient> => {
    const cwd = join(bench.folder, `jobs-${name}`);
    await mkdir(cwd);
    opened.defer(() => rm(cwd, { recursive: true }));
    const options = [
      "--data",
      cwd,
      "--listen",
      "127.0.0.1:0",
      "--image",
      trivialImage,
      "--log-format",
      "json",
      ...more,
    ];
    const child = Bun.spawn([bench.slipway, "serve", ...options], {
      cwd,
      env: { ...bench.env },
      stdout: "pipe",
      stderr: "pipe",
    });
    opened.defer(async () => {
      child.kill("SIGTERM");
      await child.exited;
    });
    await ready(child.stderr);
    return createClient(sendOverHttp(findEndpoint(cwd, bench.env, { data: cwd })));
  };
  const warm = await start("warm", "--slots", String(burst), "--parked", String(burst));
  const cold = await start("cold", "--slots", String(atOnce), "--parked", "0");
  const kept = opened.move();
  return { warm, cold, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}
