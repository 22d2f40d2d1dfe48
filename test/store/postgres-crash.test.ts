import { expect, test } from "bun:test";
import { isSlipwayError } from "@slipway/core";
import { openStore } from "../../packages/jobs/src/store/open.ts";
import { specOf } from "../../packages/jobs/src/store/testing/specs.ts";
import { postgres } from "../rig/postgres.ts";

test("a PostgreSQL that is killed under load ends nobody, and what it has acknowledged is there", async () => {
  await using server = await postgres({ fsync: true });
  const store = await openStore({ url: await server.database() });
  const heard: string[] = [];
  await store.listen(["queued"], (_, job) => heard.push(job));
  const acknowledged: string[] = [];
  const failures = new Set<string>();
  let over = false;
  let rounds = 0;
  let wake = Promise.withResolvers<void>();
  const working = Array.from({ length: 16 }, async (_, worker) => {
    while (!over) {
      try {
        acknowledged.push((await store.submit({ spec: specOf(), tenant: "a", by: "ann" })).job.id);
        const claims = await store.claim(`w${worker}`, 2);
        await store.heartbeat(`w${worker}`, claims);
        for (const claim of claims) await store.appendLog(claim, { offset: 0, bytes: Buffer.from("said") });
        rounds++;
        wake.resolve();
      } catch (cause) {
        failures.add(isSlipwayError(cause) ? cause.code : String(cause));
        await Bun.sleep(10);
      }
    }
  });
  /** So many more rounds of work are done. */
  const goesOn = async (more: number): Promise<void> => {
    for (const wanted = rounds + more; rounds < wanted; await wake.promise) wake = Promise.withResolvers();
  };
  for (const signal of ["SIGKILL", "SIGQUIT", "SIGKILL"] as const) {
    await goesOn(50);
    await server.crash(signal);
  }
  await goesOn(50);
  over = true;
  await Promise.all(working);
  expect([...failures]).toEqual(["JOBS_NOT_READY"]);
  for (const job of acknowledged) expect((await store.job(job))?.id).toBe(job);
  expect(heard.at(-1)).toBeDefined();
  await store.close();
}, 120_000);
