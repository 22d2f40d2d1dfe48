import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jobImage } from "../../packages/jobs/src/runner/testing/job-image.ts";
import * as rig from "../rig/index.ts";
import { postgres, type RigPostgres } from "../rig/postgres.ts";
import { type RigRedis, redis } from "../rig/redis.ts";
import { type Ended, type Program, slipwayArgv, startProgram } from "./program.ts";

let folder: string;
let engine: rig.RigEngine;
let database: RigPostgres;
let bell: RigRedis;
const planes = new Set<Program>();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-redis-"));
  [engine, database, bell] = await Promise.all([rig.engine(), postgres(), redis()]);
}, 180_000);
afterEach(async () => {
  for (const plane of planes) plane.signal("SIGKILL");
  await Promise.all([...planes].map((plane) => plane.ended));
  planes.clear();
  await bell[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
  await engine[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

test("two APIs and two workers on PostgreSQL and Redis: Redis is emptied, killed and started again, and no line or job is lost", async () => {
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: folder,
    DOCKER_HOST: engine.host,
    DATABASE_URL: await database.database(),
    REDIS_URL: bell.url,
    SLIPWAY_JOB_IMAGE: jobImage,
  };
  const options = (data: string) => ({ cwd: folder, env: { ...env, SLIPWAY_DATA: join(folder, data) } });
  const serve = async (name: string, ...argv: readonly string[]): Promise<Program> => {
    const plane = startProgram([...slipwayArgv(), "serve", ...argv], options(name));
    planes.add(plane);
    await Promise.all([plane.until(/"message":"ready"/), plane.until(/"message":"Redis answers"/)]);
    return plane;
  };
  const slipway = (...argv: readonly string[]): Promise<Ended> =>
    startProgram([...slipwayArgv(), ...argv], options("api")).ended;
  const all = [
    await serve("api", "--only", "api", "--listen", "127.0.0.1:0"),
    await serve("beside", "--only", "api", "--listen", "127.0.0.1:0"),
    await serve("one", "--only", "worker", "--worker-name", "one", "--slots", "1"),
    await serve("two", "--only", "worker", "--worker-name", "two", "--slots", "1"),
  ];

  const long = ["--step", "for n in 1 2 3 4 5 6 7 8; do echo line $n; sleep 1; done"];
  const follower = startProgram([...slipwayArgv(), "job", "submit", ...long, "--follow"], options("api"));
  await follower.until(/line 1\n/);
  const beside = startProgram([...slipwayArgv(), "job", "logs", "--follow"], options("beside"));
  await beside.until(/line 1\n/);
  await bell.command("flushall");
  await follower.until(/line 2\n/);
  await bell.stop();
  await Promise.all(all.map((plane) => plane.until(/Redis does not answer/)));
  const meanwhile = await slipway("job", "submit", "--step", "echo without", "--follow");
  expect([meanwhile.code, meanwhile.stdout]).toEqual([0, expect.stringContaining("without\n")]);
  await bell.start();
  await Promise.all(all.map((plane) => plane.until(/Redis does not answer[\s\S]*"message":"Redis answers"/)));
  for (const { code, stdout } of await Promise.all([follower.ended, beside.ended])) {
    expect([code, [...stdout.matchAll(/^line (\d)$/gm)].map(([, n]) => Number(n))]).toEqual([
      0,
      [1, 2, 3, 4, 5, 6, 7, 8],
    ]);
  }
  expect((await slipway("job", "submit", "--step", "true", "--follow")).code).toBe(0);
  expect(await bell.command("dbsize")).toBe("0");
  for (const plane of all) {
    plane.signal("SIGTERM");
    const { code, stdout, stderr } = await plane.ended;
    expect([code, (stdout + stderr).includes("of-the-rig")]).toEqual([0, false]);
    planes.delete(plane);
  }
}, 120_000);
