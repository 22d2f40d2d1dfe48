import { expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newId } from "../job/id.ts";
import { dockerSubject } from "../runner/docker/testing/docker-subject.ts";
import { requestOf, step } from "../runner/testing/subject.ts";
import { openStore } from "../store/open.ts";
import { createReaper } from "./reaper.ts";

test("the reaper removes what no attempt needs, after its grace period, and the audit trail tells it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "slipway-reaper-"));
  const store = await openStore({ url: join(folder, "jobs.sqlite") });
  await using away = new AsyncDisposableStack();
  away.defer(() => rm(folder, { recursive: true }));
  away.defer(() => store.close());
  await using subject = await dockerSubject();
  const { runner } = subject;
  let now = 0;
  const options = {
    runner,
    store,
    log: () => undefined,
    actor: "worker:w1",
    graceMs: 1000,
    everyMs: 1000,
    now: () => now,
  };
  const request = requestOf(step("sleep 600"));
  const spec = request.spec;
  const { job } = await store.submit({ spec, tenant: "a", by: "ann" });
  await store.claim("w1", 1);
  const [kept, left] = [
    { ...request, job: job.id, attempt: 1 },
    { ...request, job: newId(Date.now()), attempt: 1 },
  ];
  await Promise.all([runner.start(kept), runner.start(left)]);
  const wanted = { job: left.job, attempt: 1 };
  const reaper = createReaper(options);
  expect(await reaper()).toEqual([]);
  now = 999;
  expect(await reaper()).toEqual([]);
  const pretending = createReaper({ ...options, dryRun: true, graceMs: 0 });
  expect(await pretending()).toEqual([{ run: wanted, why: "the store has no such job" }]);
  expect(await pretending()).toEqual([]);
  expect(await runner.runs()).toContainEqual(wanted);
  now = 1000;
  expect(await reaper()).toEqual([{ run: wanted, why: "the store has no such job" }]);
  expect(await runner.runs()).toEqual([{ job: job.id, attempt: 1 }]);
  const lines: string[] = [];
  for await (const line of store.trail.lines()) lines.push(line);
  const told = lines.map((line) => JSON.parse(line) as { kind: string; data: unknown });
  expect(told.filter(({ kind }) => kind === "reaper.removed").map(({ data }) => data)).toEqual([
    { why: "the store has no such job", for_ms: 0, dry_run: true },
    { why: "the store has no such job", for_ms: 1000, dry_run: false },
  ]);
  await runner.remove(kept);
});
