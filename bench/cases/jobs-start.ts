import { createDockerRunner, type DockerRunner } from "@slipway/jobs";
import type { Bench } from "../bench.ts";
import { BenchError, type Case, type Side } from "../case.ts";
import { trivialImage } from "../fixtures/trivial.ts";
import { specOf } from "../spec-of.ts";
import type { Sample } from "../time-program.ts";

/** Jobs that come together. */
const many = 16;

const spec = specOf({
  steps: ["echo begun"],
  network: "internet",
  resources: { cpus: 1, memory: "128mb", pids: 64, disk: "32mb" },
});

/** The sides share what lies between their steps: containers that wait are replaced while nobody is timed. */
let opened: { readonly cold: DockerRunner; readonly warm: DockerRunner } | undefined;

/**
 * From the submission of a job to the first byte that it prints: in a new container with a network of its own, in one that waited, and
 * the last of many that come at once. The peer starts the same image with `docker run --rm` on a bridge.
 */
export const jobsStartCase: Case = {
  name: "jobs-start",
  async fixtures({ engine }) {
    const common = { engine, image: trivialImage, networkImage: trivialImage };
    const cold = createDockerRunner({ ...common, group: "slipway-bench-cold", networks: { each: 2, most: 2 } });
    const warm = createDockerRunner({ ...common, group: "slipway-bench-warm", parked: { each: many, most: many } });
    opened = { cold, warm };
    await warm.prepare(spec);
    return {
      async [Symbol.asyncDispose]() {
        for (const runner of [cold, warm]) {
          for (const run of await runner.runs()) await runner.remove(run);
          await runner.close();
        }
        for (const { Id, Name } of await engine.networks.list())
          if (Name.startsWith("slipway-jobs-slipway-bench-")) await engine.networks.remove(Id);
      },
    };
  },
  ours: () => ({
    name: "slipway",
    role: "ours",
    steps: {
      "a job's first byte, cold, own network": () => timed("cold", 1),
      "a job's first byte, parked": () => timed("warm", 1),
      [`a job's first byte, parked, last of ${many} at once`]: () => timed("warm", many),
    },
  }),
  peers: (bench) => {
    const runOnce = (count: number) => () => dockerRun(bench, count);
    const steps: Side["steps"] = {
      "a job's first byte, cold, own network": runOnce(1),
      "a job's first byte, parked": runOnce(1),
      [`a job's first byte, parked, last of ${many} at once`]: runOnce(many),
    };
    return [{ name: "docker run --rm", role: "peer", steps }];
  },
  async check(bench) {
    await timed("warm", 1);
    await dockerRun(bench, 1);
  },
};

/** The time until the last of so many jobs, started at once, has printed. */
async function timed(which: "cold" | "warm", count: number): Promise<Sample> {
  const runner = opened?.[which];
  if (!runner) throw new BenchError("the runners are not open");
  await runner.full();
  const started = performance.now();
  const runs = await Promise.all(
    Array.from({ length: count }, async () => {
      const run = await runner.start({
        job: `bench-${crypto.randomUUID()}`,
        attempt: 1,
        tenant: "bench",
        spec,
        secrets: new Map(),
      });
      for await (const { phase } of run.logs(0)) if (!phase) return { run, at: performance.now() };
      throw new BenchError(`a job has printed nothing: ${(await run.ended()).message}`);
    }),
  );
  const wall = Math.max(...runs.map(({ at }) => at)) - started;
  for (const { run } of runs) await runner.remove(run);
  await runner.full();
  return { wall, cpu: 0 };
}

/** The same with the docker command. */
async function dockerRun({ env, folder }: Bench, count: number): Promise<Sample> {
  const started = performance.now();
  const ends = await Promise.all(
    Array.from({ length: count }, async () => {
      const argv = ["docker", "run", "--rm", "--log-driver", "json-file", trivialImage, "echo", "begun"];
      const child = Bun.spawn(argv, { cwd: folder, env: { ...env }, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
      let at: number | undefined;
      for await (const _ of child.stdout) at ??= performance.now();
      if ((await child.exited) !== 0 || at === undefined) throw new BenchError(await child.stderr.text());
      return at;
    }),
  );
  return { wall: Math.max(...ends) - started, cpu: 0 };
}
