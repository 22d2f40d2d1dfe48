import { expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { openedStore } from "./testing/opened.ts";
import { QueueModel, type Step } from "./testing/queue-model.ts";
import { verifyTrail } from "./trail/verify.ts";

const workers = 3;
const worker = fc.nat({ max: workers - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("submit" as const),
      tenant: fc.constantFrom("a", "b", "c"),
      priority: fc.integer({ min: -1, max: 1 }),
      key: fc.option(fc.constantFrom("k", "l"), { nil: undefined, freq: 2 }),
      retries: fc.nat({ max: 2 }),
      later: fc.constantFrom(0, 0, 0, 10_000),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("claim" as const), worker, most: fc.constantFrom(1, 1, 1, 2, 5) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("finish" as const),
      worker,
      end: fc.constantFrom("passed" as const, "broken" as const, "lost" as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("heartbeat" as const), worker }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("crash" as const), worker, restart: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("take over" as const), worker }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("cancel" as const), pick: fc.nat({ max: 50 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("seal" as const), worker }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("pass" as const), ms: fc.constantFrom(1, 10_000, 31_000) }) },
);

test("however workers interleave, crash and come back, a job has one holder, ends once, and the shares are fair", async () => {
  const runs = Number(process.env["SLIPWAY_PROPERTY_RUNS"] ?? 60);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
      const folder = await mkdtemp(join(tmpdir(), "slipway-jobs-"));
      await using opened = await openedStore(join(folder, "jobs.sqlite"), {
        run: async () => undefined,
        remove: () => rm(folder, { recursive: true }),
      });
      const { store, clock } = opened;
      const model = new QueueModel([store, await opened.again(), await opened.again()], clock);
      for (const one of steps) await model.step(one);
      const jobs = await model.drain();
      const ended = new Map<string, number>();
      const lines: string[] = [];
      for await (const line of store.trail.lines()) {
        lines.push(line);
        const entry = JSON.parse(line) as { kind: string; job: string };
        if (entry.kind === "job.ended") ended.set(entry.job, (ended.get(entry.job) ?? 0) + 1);
      }
      expect([ended.size, [...ended.values()].every((times) => times === 1)]).toEqual([jobs, true]);
      expect((await verifyTrail(lines)).fault).toBeUndefined();
      expect(await store.depth()).toEqual({ later: 0, blocked: 0, ready: 0, running: 0 });
    }),
    { numRuns: runs, seed: 20261121, endOnFailure: true },
  );
}, 120_000);
