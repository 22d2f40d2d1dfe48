import { join } from "node:path";
import { checkout } from "../../test/rig/folders.ts";
import { postgres, type RigPostgres } from "../../test/rig/postgres.ts";
import { run } from "../../test/rig/process.ts";
import { type RigRedis, redis } from "../../test/rig/redis.ts";
import { BenchError, type Case } from "../case.ts";
import { installPeers } from "../install-peers.ts";
import type { Sample } from "../time-program.ts";

const jobs = 5000;
const atOnce = 10;

/** What is compared with. */
const peers = { "graphile-worker": "0.18.0", bullmq: "6.7.0", ioredis: "6.0.0" };

/**
 * Jobs that do nothing through the queue: claimed and ended, ten at once. Ours also writes the attempt, the audit trail and what is
 * fair between tenants. graphile-worker has the same PostgreSQL; BullMQ a Redis with `appendfsync always`, which as PostgreSQL
 * does has a change on the disk before it answers.
 */
export const jobsQueueCase: Case = (() => {
  let server: RigPostgres;
  let other: RigRedis;
  let folder = "";
  const step = `${jobs} jobs, ${atOnce} at once`;
  const onRedis = `${step}, against Redis`;
  const drain = async (program: string): Promise<Sample> => {
    const path = join(checkout, "bench/queue", program);
    const url = program === "bullmq.ts" ? other.url : await server.database();
    const argv = [process.execPath, path, url, String(jobs), String(atOnce), folder];
    const { code, stdout, stderr } = await run(argv, { timeout: 300_000 });
    if (code !== 0) throw new BenchError(`${program} ended with code ${code}: ${stderr.slice(-500)}`);
    return JSON.parse(stdout) as Sample;
  };
  return {
    name: "jobs-queue",
    async fixtures() {
      folder = await installPeers("bench-peers", peers);
      await using opened = new AsyncDisposableStack();
      server = opened.use(await postgres({ fsync: true }));
      other = opened.use(await redis({ settings: ["--appendonly", "yes", "--appendfsync", "always"] }));
      return opened.move();
    },
    ours: () => ({
      name: "slipway",
      role: "ours",
      steps: { [step]: () => drain("own.ts"), [onRedis]: () => drain("own.ts") },
    }),
    peers: () => [
      { name: "graphile-worker", role: "peer", steps: { [step]: () => drain("graphile.ts") } },
      { name: "BullMQ", role: "peer", steps: { [onRedis]: () => drain("bullmq.ts") } },
    ],
    // Each program counts its jobs and fails when one is missing.
    async check() {
      await drain("own.ts");
      await drain("graphile.ts");
      await drain("bullmq.ts");
    },
  };
})();
