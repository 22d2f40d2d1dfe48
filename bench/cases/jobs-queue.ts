import { join } from "node:path";
import { checkout } from "../../test/rig/folders.ts";
import { postgres, type RigPostgres } from "../../test/rig/postgres.ts";
import { run } from "../../test/rig/process.ts";
import { BenchError, type Case, type Side } from "../case.ts";
import { installPeers } from "../install-peers.ts";
import type { Sample } from "../time-program.ts";

const jobs = 5000;
const atOnce = 10;

/** What is compared with. */
const peers = { "graphile-worker": "0.18.0" };

/**
 * Jobs that do nothing through the queue in PostgreSQL: claimed and ended, ten at once. Ours also writes the attempt, the audit
 * trail and what is fair between tenants.
 */
export const jobsQueueCase: Case = (() => {
  let server: RigPostgres;
  let folder = "";
  const side = (name: string, role: Side["role"], program: string): Side => ({
    name,
    role,
    steps: { [`${jobs} jobs, ${atOnce} at once`]: () => drain(program) },
  });
  const drain = async (program: string): Promise<Sample> => {
    const path = join(checkout, "bench/queue", program);
    const argv = [process.execPath, path, await server.database(), String(jobs), String(atOnce), folder];
    const { code, stdout, stderr } = await run(argv, { timeout: 300_000 });
    if (code !== 0) throw new BenchError(`${program} ended with code ${code}: ${stderr.slice(-500)}`);
    return JSON.parse(stdout) as Sample;
  };
  return {
    name: "jobs-queue",
    async fixtures() {
      folder = await installPeers("bench-peers", peers);
      server = await postgres({ fsync: true });
      return server;
    },
    ours: () => side("slipway", "ours", "own.ts"),
    peers: () => [side("graphile-worker", "peer", "graphile.ts")],
    // Each program counts its jobs and fails when one is missing.
    async check() {
      await drain("own.ts");
      await drain("graphile.ts");
    },
  };
})();
