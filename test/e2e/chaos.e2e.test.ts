import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isSlipwayError } from "@slipway/core";
import { type ContainerSummary, connectEngine, type Engine } from "@slipway/engine";
import { createClient } from "../../packages/jobs/src/client/client.gen.ts";
import { sendOverHttp } from "../../packages/jobs/src/client/send.ts";
import { jobImage as image } from "../../packages/jobs/src/runner/testing/job-image.ts";
import { openStore } from "../../packages/jobs/src/store/open.ts";
import { Random } from "../../tools/oracle/random.ts";
import * as rig from "../rig/index.ts";
import { freePort } from "../rig/ports.ts";
import { postgres } from "../rig/postgres.ts";
import { redis } from "../rig/redis.ts";
import { type Blow, chosen, containerBlows, engineBlows, programBlows } from "./chaos/blows.ts";
import { type ChaosJob, chaosJobs } from "./chaos/jobs.ts";
import { type Programs, startPrograms } from "./chaos/programs.ts";
import { faultsOf } from "./chaos/verdict.ts";
import { slipwayArgv, startProgram } from "./program.ts";

/**
 * `SLIPWAY_CHAOS=1000` plays so many jobs; `SLIPWAY_SEED` others than the usual ones; `SLIPWAY_CHAOS_PARKED=2` with so many containers
 * and networks of each kind that wait for jobs.
 */
const count = Number(process.env["SLIPWAY_CHAOS"] ?? 30);
const seed = Number(process.env["SLIPWAY_SEED"] ?? 6);
const parked = process.env["SLIPWAY_CHAOS_PARKED"] ?? "0";
/** Long runs leave jobs the time to get on between two blows, which then fall until all jobs have ended. */
const isLong = count > 100;
const token = "a-token-of-the-chaos";
/** A machine that does other things besides has ended fifteen jobs of a long run in a minute. */
const patience = 300_000 + count * (isLong ? 6000 : 3000);

/** Long runs tell what they do. */
const tell = (what: string): void => {
  if (isLong || process.env["SLIPWAY_SEED"]) process.stderr.write(`${new Date().toISOString()} ${what}\n`);
};

let own: rig.RigEngine;
let engine: Engine;
beforeAll(async () => {
  own = await rig.engine();
  engine = connectEngine({ env: process.env, host: own.host });
}, 60_000);
afterAll(async () => {
  engine.close();
  await own[Symbol.asyncDispose]();
});

interface Place extends AsyncDisposable {
  /** What programs find their database by. */
  readonly env: Readonly<Record<string, string>>;
  readonly url: (folder: string) => string;
  readonly blows: readonly Blow[];
}

const stores: Readonly<Record<string, () => Promise<Place>>> = {
  SQLite: async () => ({
    env: {},
    url: (folder) => join(folder, "jobs.sqlite"),
    blows: [],
    [Symbol.asyncDispose]: async () => undefined,
  }),
  "PostgreSQL and Redis": async () => {
    const server = await postgres({ fsync: true });
    const url = await server.database();
    const bell = await redis();
    return {
      env: { DATABASE_URL: url, REDIS_URL: bell.url },
      url: () => url,
      blows: [
        {
          name: "crash PostgreSQL",
          weight: 2,
          strike: (random) => server.crash(random.chance(50) ? "SIGKILL" : "SIGQUIT"),
        },
        { name: "flush Redis", weight: 1, strike: async () => void (await bell.command("flushall")) },
        {
          name: "stop Redis",
          weight: 1,
          async strike(random) {
            await bell.stop();
            await Bun.sleep(random.below(3000));
            await bell.start();
          },
        },
      ],
      async [Symbol.asyncDispose]() {
        await bell[Symbol.asyncDispose]();
        await server[Symbol.asyncDispose]();
      },
    };
  },
};

for (const [name, place] of Object.entries(stores)) {
  test(
    `${name}: whatever is killed, every job ends once and truthfully, never runs twice at a time, and leaves nothing`,
    async () => {
      await using at = await place();
      const folder = await mkdtemp(join(tmpdir(), "slipway-chaos-"));
      using marks = markServer();
      const port = await freePort();
      const env = {
        PATH: process.env["PATH"] ?? "",
        HOME: folder,
        DOCKER_HOST: own.host,
        SLIPWAY_DATA: folder,
        SLIPWAY_TOKEN: token,
        SLIPWAY_URL: `http://127.0.0.1:${port}`,
        ...at.env,
      };
      const worker = (which: string): readonly string[] => [
        ...["--only", "worker", "--worker-name", which, "--slots", "4", "--disk-low", "1m"],
        ...["--reaper-grace", "1s", "--parked", parked, "--networks", parked],
        ...["--image", image, "--reachable", marks.host],
      ];
      const programs = await startPrograms(
        { api: ["--only", "api", "--listen", `127.0.0.1:${port}`], w1: worker("w1"), w2: worker("w2") },
        { cwd: folder, env },
      );
      try {
        await programs.ready();
        const jobs = chaosJobs(new Random(seed), count, marks.host);
        const store = await openStore({ url: at.url(folder) });
        const group = await store.identity();
        await store.close();
        const blows = [
          ...programBlows(programs, isLong ? 35_000 : 3000),
          ...containerBlows(engine, group),
          ...at.blows,
        ];
        const struck = await play(
          jobs,
          [...blows, ...engineBlows(process.env["SLIPWAY_ENGINE_CRASH"])],
          env.SLIPWAY_URL,
        );
        tell(`chaos on ${name}: seed ${seed}, ${count} jobs; ${struck}`);
        // What waited with a worker that was killed at the last moment has not ended yet, and looks as if it waited still.
        await Bun.sleep(2000);
        const left = await leftovers(group, parked === "0" ? undefined : isOfAJob);
        const verified = await startProgram([...slipwayArgv(), "audit-trail", "verify"], { cwd: folder, env }).ended;
        const after = await openStore({ url: at.url(folder) });
        const faults = await faultsOf(after, jobs, marks.heard);
        await after.close();
        // What waits for jobs goes with the workers.
        await end(programs);
        left.push(...(await leftovers(group)));
        expect({ faults, left, collapsed: programs.collapsed }).toEqual({ faults: [], left: [], collapsed: [] });
        expect(verified.stdout + verified.stderr).toContain("none was changed");
      } finally {
        await end(programs);
        await rm(folder, { recursive: true, force: true });
      }
    },
    patience,
  );
}

const end = (programs: Programs): Promise<void> => Promise.resolve(programs[Symbol.asyncDispose]());

/** Submits the jobs while one blow falls after the other; settles when all have ended. Gives how often each fell. */
async function play(jobs: readonly ChaosJob[], blows: readonly Blow[], url: string): Promise<string> {
  const client = createClient(sendOverHttp({ url, token }));
  const random = new Random(seed + 1);
  const waiting = [...jobs];
  const submitting = Array.from({ length: 6 }, async () => {
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      const { file, kind } = one;
      const { id } = await stubbornly(() => client.submitJob(file));
      if (kind !== "canceled") continue;
      await Bun.sleep(random.below(1500));
      await stubbornly(() => client.cancelJob(id));
    }
  });
  let over = false;
  const struck = new Map<string, number>();
  const striking = (async () => {
    for (let left = isLong ? Number.POSITIVE_INFINITY : Math.ceil(jobs.length / 2); left > 0 && !over; left--) {
      await Bun.sleep(200 + random.below(isLong ? 2000 : 600));
      const blow = chosen(random, blows);
      struck.set(blow.name, (struck.get(blow.name) ?? 0) + 1);
      tell(blow.name);
      await blow.strike(random).catch((cause: unknown) => {
        // What was to be struck has ended by itself meanwhile.
        if (!isSlipwayError(cause)) throw cause;
      });
    }
  })();
  await Promise.all(submitting);
  for (;;) {
    const { jobs: left } = await stubbornly(() => client.listJobs({ state: ["queued", "running"], limit: 1 }));
    if (left.length === 0) break;
    await Bun.sleep(200);
  }
  over = true;
  await striking;
  return [...struck].map(([name, times]) => `${name} ${times}×`).join(", ");
}

/** What the API says while it, or its store, is away. */
const passing = new Set([
  "JOBS_UNREACHABLE",
  "JOBS_BAD_ANSWER",
  "JOBS_INTERNAL",
  "JOBS_NOT_READY",
  "JOBS_RATE_LIMITED",
]);

/** Asks again until there is an answer: the API is killed, and its store goes away. */
async function stubbornly<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await ask();
    } catch (cause) {
      if (isSlipwayError(cause) && !passing.has(cause.code)) throw cause;
      await Bun.sleep(200);
    }
  }
}

/** What the group still has on the engine, when that does not go away by itself; `counts`: which containers are meant, with their volumes. */
async function leftovers(
  group: string,
  counts: (container: ContainerSummary) => boolean = () => true,
): Promise<string[]> {
  const filters = { label: [`dev.slipway.runner=${group}`] };
  let again = false;
  for (const deadline = Date.now() + 150_000; ; await Bun.sleep(200)) {
    const all = await engine.containers.list({ all: true, filters });
    const containers = all.filter(counts);
    const used = new Set(all.flatMap((one) => (counts(one) ? [] : one.Mounts.map(({ Name }) => Name))));
    const volumes = (await engine.volumes.list({ filters })).filter(({ Name }) => !used.has(Name));
    const networks = await engine.networks.list({ filters });
    const left = [
      ...containers.map(({ Names, State }) => `${Names[0]} ${State}`),
      ...[...volumes, ...networks].map((one) => one.Name),
    ];
    if (left.length === 0) return left;
    if (Date.now() > deadline) {
      const halves = await Promise.all(volumes.map(async ({ Name }) => ((await isHalf(Name)) ? [Name] : [])));
      return left.filter((name) => !halves.flat().includes(name));
    }
    // After a crash under its containers the engine may have lost count of a volume's mounts, until it is started anew.
    if (containers.length === 0 && !again && deadline - Date.now() < 110_000) {
      again = true;
      for (const blow of engineBlows(process.env["SLIPWAY_ENGINE_CRASH"]).slice(0, 1)) await blow.strike(new Random(0));
    }
  }
}

/** Whether Docker crashed while it removed a volume, and was left with a record of one without a folder: it removes that never again. */
async function isHalf(volume: string): Promise<boolean> {
  return await engine.volumes.remove(volume).then(
    () => false,
    (cause: unknown) => isSlipwayError(cause) && /umount .*no such file or directory/.test(cause.message),
  );
}

/** Not of what waits, started, for a job. */
function isOfAJob({ Names, State }: ContainerSummary): boolean {
  return State !== "running" || !Names.some((name) => /^\/slipway-(?:parked|pause)-/.test(name));
}

/** Hears the marks of connected jobs. */
function markServer() {
  const heard = new Set<string>();
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch(request) {
      heard.add(new URL(request.url).pathname);
      return new Response();
    },
  });
  return {
    host: `127.0.0.1:${server.port}`,
    heard,
    [Symbol.dispose]: () => void server.stop(true),
  };
}
