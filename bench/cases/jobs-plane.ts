import { type JobsClient, readLog } from "@slipway/jobs";
import type { Bench } from "../bench.ts";
import { BenchError, type Case } from "../case.ts";
import { trivialImage } from "../fixtures/trivial.ts";
import { servePlane } from "../serve-plane.ts";
import type { Sample } from "../time-program.ts";
import { hardenedJobs, toldTogether } from "./hardened-jobs.ts";

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

const fixtures = async (bench: Bench): Promise<Planes> => {
  planes = await openPlanes(bench);
  return planes;
};

/**
 * The whole control plane, from the submission over HTTP to the first byte that a follower reads, of a job that finds a container waiting
 * and of one that gets a new one with a network of its own; against the docker command with a bridge. A case of its own: more rounds of it
 * are to be had than of the others.
 */
export const jobsSubmitCase: Case = {
  name: "jobs-submit",
  fixtures,
  ours: () => ({
    name: "slipway",
    role: "ours",
    steps: {
      "submit to first byte, parked": () => firstBytes(1),
      "submit to first byte, cold, own network": coldByte,
    },
  }),
  peers: (bench) => {
    const run = () => dockerRun(bench, "echo begun", 1);
    return [
      {
        name: "docker run --rm",
        role: "peer",
        steps: { "submit to first byte, parked": run, "submit to first byte, cold, own network": run },
      },
    ];
  },
  async check() {
    for (let warm = 0; warm < 5; warm++) await firstBytes(1);
    for (let warm = 0; warm < 2; warm++) await coldByte();
  },
};

/**
 * The same of many jobs that come together, many jobs one after the other, and much output. The peers are the docker command, and the
 * engine's calls for containers of the same kind.
 */
export const jobsPlaneCase: Case = {
  name: "jobs-plane",
  fixtures,
  ours: () => ({
    name: "slipway",
    role: "ours",
    steps: {
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
        [`submit to first byte, parked, last of ${burst} at once`]: () => dockerRun(bench, "echo begun", burst),
        [`${megabytes} MB of output to a follower`]: () => dockerRun(bench, talk, 1, true),
      },
    },
    {
      name: "engine calls",
      role: "peer",
      steps: { [`${many} jobs, ${atOnce} at once`]: () => hardenedJobs(bench.engine, many, atOnce) },
    },
    {
      name: "engine calls, containers that wait",
      role: "bound",
      steps: { [`submit to first byte, parked, last of ${burst} at once`]: () => toldTogether(bench.engine, burst) },
    },
  ],
  async check(bench) {
    await firstBytes(1);
    await drain();
    const { wall } = await follow();
    if (!(wall > 0)) throw new BenchError("nothing was followed");
    await hardenedJobs(bench.engine, atOnce, atOnce);
    await toldTogether(bench.engine, 1);
  },
};

type Submitted = Parameters<JobsClient["submitJob"]>[0];

const open = (which: "warm" | "cold"): JobsClient => {
  if (!planes) throw new BenchError("the control planes do not run");
  return planes[which];
};

const coldByte = (): Promise<Sample> => firstBytes(1, open("cold"), { ...job("echo begun"), network: "internet" });

async function firstBytes(count: number, client = open("warm"), work: Submitted = job("echo begun")): Promise<Sample> {
  const started = performance.now();
  const jobs = await Promise.all(
    Array.from({ length: count }, async () => {
      const { id } = await client.submitJob(work);
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

async function openPlanes(bench: Bench): Promise<Planes> {
  await using opened = new AsyncDisposableStack();
  const warm = opened.use(await servePlane(bench, "warm", "--slots", String(burst), "--parked", String(burst)));
  const cold = opened.use(await servePlane(bench, "cold", "--slots", String(atOnce), "--parked", "0"));
  const kept = opened.move();
  return { warm: warm.client, cold: cold.client, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}
