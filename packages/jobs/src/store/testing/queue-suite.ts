import { describe, expect, test } from "bun:test";
import type { Claim, Store } from "../store.ts";
import { broken, lost, passed, specOf } from "./specs.ts";
import type { OpenStores } from "./store-suite.ts";

/** What any store does with jobs that wait and run. */
export function queueSuite(name: string, stores: OpenStores): void {
  const submit = async (store: Store, file: Readonly<Record<string, unknown>> = {}, tenant = "a"): Promise<string> =>
    (await store.submit({ spec: specOf(file), tenant, by: "ann" })).job.id;
  const one = async (store: Store, worker = "w1"): Promise<Claim> => {
    const [claim] = await store.claim(worker, 1);
    if (!claim) throw new Error("nothing was claimed");
    return claim;
  };
  const ids = (claims: readonly Claim[]): string[] => claims.map(({ job }) => job);

  describe(`the queue of ${name}`, () => {
    test("a job goes from queued over running to its end, once", async () => {
      await using opened = await stores.open();
      const { store, clock } = opened;
      const { job, created } = await store.submit({ spec: specOf({ name: "n" }), tenant: "a", by: "ann" });
      expect([created, job.state, job.attempt, job.submittedBy, job.createdAt]).toEqual([
        true,
        "queued",
        0,
        "ann",
        clock.now,
      ]);
      clock.pass(5);
      const claim = await one(store);
      expect(claim).toMatchObject({
        job: job.id,
        attempt: 1,
        tenant: "a",
        takenOver: false,
        leaseUntil: clock.now + 30_000,
      });
      expect(claim.spec).toEqual(job.spec);
      expect(await store.job(job.id)).toMatchObject({ state: "running", attempt: 1, startedAt: clock.now });
      expect(await store.standing(job.id)).toEqual({ tenant: "a", state: "running", attempt: 1 });
      expect(await store.claim("w2", 5)).toEqual([]);
      clock.pass(5);
      expect(await store.finish(claim, passed)).toBe("done");
      expect(await store.finish(claim, broken)).toBe("fenced");
      expect(await store.job(job.id)).toMatchObject({
        state: "succeeded",
        attempt: 1,
        finishedAt: clock.now,
        end: passed,
      });
      expect(await store.standing(job.id)).toEqual({ tenant: "a", state: "succeeded", attempt: 1 });
      expect(await store.standing("none")).toBeUndefined();
      expect(await store.attempts(job.id)).toMatchObject([
        { job: job.id, number: 1, worker: "w1", startedAt: clock.now - 5, finishedAt: clock.now, end: passed },
      ]);
      const told = await store.events({ job: job.id, limit: 10 });
      expect(told.map(({ kind, by }) => [kind, by])).toEqual([
        ["job.submitted", "ann"],
        ["attempt.started", "w1"],
        ["job.ended", "w1"],
      ]);
      const [, second] = told;
      expect(await store.events({ job: job.id, after: second?.sequence ?? 0, limit: 10 })).toHaveLength(1);
    });

    test("jobs are listed the youngest first, by tenant and state, page by page", async () => {
      await using opened = await stores.open();
      const { store } = opened;
      const all: string[] = [];
      for (let at = 0; at < 5; at++) all.push(await submit(store, {}, at === 4 ? "b" : "a"));
      await store.finish(await one(store), passed);
      const [first = "", second = "", third = "", fourth = "", fifth = ""] = all;
      const listed = async (query: Parameters<Store["jobs"]>[0]): Promise<string[]> =>
        (await store.jobs(query)).map(({ id }) => id);
      expect(await listed({ limit: 3 })).toEqual([fifth, fourth, third]);
      expect(await listed({ limit: 3, before: third })).toEqual([second, first]);
      expect(await listed({ limit: 9, tenant: "b" })).toEqual([fifth]);
      expect(await listed({ limit: 9, states: ["succeeded"] })).toEqual([first]);
      expect(await listed({ limit: 9, tenant: "a", states: ["queued", "failed"] })).toEqual([fourth, third, second]);
      expect(await listed({ limit: 9, states: ["running"] })).toEqual([]);
      expect(await store.job("0193")).toBeUndefined();
      expect(await store.depth()).toEqual({ later: 0, blocked: 0, ready: 4, running: 0 });
    });

    test("higher priority first, then the older", async () => {
      await using opened = await stores.open();
      const { store } = opened;
      const low = await submit(store, { priority: -1 });
      const usual = [await submit(store), await submit(store)];
      const high = await submit(store, { priority: 5 });
      expect(ids(await store.claim("w1", 2))).toEqual([high, usual[0] ?? ""]);
      expect(ids(await store.claim("w1", 9))).toEqual([usual[1] ?? "", low]);
    });

    test("a job that waits is told how many come before it", async () => {
      await using opened = await stores.open();
      const { store } = opened;
      const jobs: string[] = [];
      for (const priority of [0, 0, 5, 0]) jobs.push(await submit(store, { priority }));
      const told = await Promise.all(jobs.map((id) => store.waitingFor(id)));
      expect(told.map((text) => text?.replace(/ of its tenant.*| and waits.*/, ""))).toEqual([
        "1 job",
        "2 jobs",
        "it is the next",
        "3 jobs",
      ]);
    });

    test("a tenant with a thousand jobs does not keep another waiting", async () => {
      await using opened = await stores.open();
      const { store } = opened;
      await Promise.all(Array.from({ length: 200 }, () => submit(store, {}, "busy")));
      expect(await store.claim("w1", 4)).toHaveLength(4);
      const other = [await submit(store, {}, "late"), await submit(store, {}, "late")];
      expect((await one(store)).job).toBe(other[0] ?? "");
      expect((await one(store)).job).toBe(other[1] ?? "");
      const rest = await store.claim("w1", 3);
      expect(rest.map(({ tenant }) => tenant)).toEqual(["busy", "busy", "busy"]);
    });

    test("tenants take turns when each has as many running", async () => {
      await using opened = await stores.open();
      const { store } = opened;
      for (const tenant of ["a", "b", "c"]) for (let at = 0; at < 3; at++) await submit(store, {}, tenant);
      const turns: string[] = [];
      for (let at = 0; at < 6; at++) {
        const claim = await one(store);
        turns.push(claim.tenant);
        await store.finish(claim, passed);
      }
      expect(turns).toEqual(["a", "b", "c", "a", "b", "c"]);
      const batch = await store.claim("w1", 9);
      expect(batch.map(({ tenant }) => tenant).sort()).toEqual(["a", "b", "c"]);
    });

    test("a job for later is not claimed before its time", async () => {
      await using opened = await stores.open();
      const { store, clock } = opened;
      const { job } = await store.submit({ spec: specOf(), tenant: "a", by: "ann", runAt: clock.now + 60_000 });
      expect(await store.claim("w1", 1)).toEqual([]);
      expect(await store.waitingFor(job.id)).toBe("it is to begin in 1m0s, at 2026-01-01T00:01:00.000Z");
      clock.pass(60_000);
      expect(ids(await store.claim("w1", 1))).toEqual([job.id]);
    });

    test("a job whose time has come does not wait until all that were ready before it have been taken", async () => {
      await using opened = await stores.open();
      const { store, clock } = opened;
      for (let at = 0; at < 4; at++) await submit(store);
      const spec = specOf({ priority: 1 });
      const { job } = await store.submit({ spec, tenant: "a", by: "ann", runAt: clock.now + 60_000 });
      clock.pass(60_000);
      const [first, second] = [await one(store), await one(store)];
      expect([first.job, second.job]).toContain(job.id);
    });

    test("a concurrency key lets through as many as it allows, in order, and one more for each that ends", async () => {
      await using opened = await stores.open();
      const { store } = opened;
      const keyed = { concurrency_key: "deploy", concurrency: 2 };
      const jobs: string[] = [];
      for (let at = 0; at < 4; at++) jobs.push(await submit(store, keyed));
      const other = await submit(store, { concurrency_key: "deploy" }, "b");
      const claims = await store.claim("w1", 9);
      expect(ids(claims).sort()).toEqual([jobs[0] ?? "", jobs[1] ?? "", other].sort());
      expect(await store.waitingFor(jobs[2] ?? "")).toBe(`job ${jobs[0]} has the concurrency key "deploy"`);
      const [first] = claims;
      if (first) await store.finish(first, passed);
      expect(ids(await store.claim("w1", 9))).toEqual([jobs[2] ?? ""]);
      await store.requestCancel(jobs[3] ?? "", "ann");
      expect(await store.depth()).toMatchObject({ blocked: 0, ready: 0 });
    });

    test("of those with a key that wait, the one with the highest priority comes next", async () => {
      await using opened = await stores.open();
      const { store } = opened;
      const [, low, high] = [
        await submit(store, { concurrency_key: "k" }),
        await submit(store, { concurrency_key: "k" }),
        await submit(store, { concurrency_key: "k", priority: 3 }),
      ];
      await store.finish(await one(store), passed);
      expect((await one(store)).job).toBe(high ?? "");
      expect(await store.waitingFor(low ?? "")).toContain(high ?? "");
    });

    test("the same idempotency key gives the first job; with another specification it is an error", async () => {
      await using opened = await stores.open();
      const { store } = opened;
      const spec = specOf({ idempotency_key: "k", environment: { A: "1", B: "2" } });
      const first = await store.submit({ spec, tenant: "a", by: "ann" });
      const reordered = specOf({ environment: { B: "2", A: "1" }, idempotency_key: "k" });
      const all = await Promise.all(
        Array.from({ length: 5 }, () => store.submit({ spec: reordered, tenant: "a", by: "bob" })),
      );
      expect(all.map(({ job, created }) => [job.id, created])).toEqual(all.map(() => [first.job.id, false]));
      const elsewhere = await store.submit({ spec, tenant: "b", by: "ann" });
      expect(elsewhere.created).toBe(true);
      const other = specOf({ idempotency_key: "k", steps: ["false"] });
      await expect(store.submit({ spec: other, tenant: "a", by: "ann" })).rejects.toMatchObject({
        code: "JOBS_IDEMPOTENCY_CONFLICT",
      });
    });

    test("a failed attempt is tried again after a wait that doubles, as often as its retries say", async () => {
      await using opened = await stores.open();
      const { store, clock } = opened;
      const id = await submit(store, { retries: { attempts: 3, backoff: "10s" } });
      await store.finish(await one(store), broken);
      expect(await store.job(id)).toMatchObject({ state: "queued", attempt: 1, runAt: clock.now + 10_000 });
      expect(await store.waitingFor(id)).toBe("attempt 1 has ended; the next begins in 10s");
      expect(await store.claim("w1", 1)).toEqual([]);
      clock.pass(10_000);
      await store.finish(await one(store), broken);
      clock.pass(19_999);
      expect(await store.claim("w1", 1)).toEqual([]);
      clock.pass(1);
      const last = await one(store);
      expect(last.attempt).toBe(3);
      await store.finish(last, broken);
      expect(await store.job(id)).toMatchObject({ state: "failed", attempt: 3, end: { exitCode: 1 } });
      expect(await store.attempts(id)).toHaveLength(3);
    });

    test("an attempt that was lost is begun anew at once and does not count, but not without end", async () => {
      await using opened = await stores.open();
      const { store } = opened;
      const id = await submit(store);
      for (let at = 1; at <= 6; at++) {
        const claim = await one(store);
        expect(claim.attempt).toBe(at);
        await store.finish(claim, lost);
      }
      expect(await store.job(id)).toMatchObject({ state: "failed", end: { reason: "infra" } });
    });

    test("a job that waits is canceled at once; one that runs by its worker, and it is not tried again", async () => {
      await using opened = await stores.open();
      const { store } = opened;
      const waiting = await submit(store);
      expect(await store.requestCancel(waiting, "bob")).toMatchObject({ state: "canceled", cancelRequested: true });
      expect(await store.claim("w1", 1)).toEqual([]);
      const running = await submit(store, { retries: 5 });
      const claim = await one(store);
      expect((await store.heartbeat("w1", [claim])).canceled).toEqual([]);
      expect(await store.requestCancel(running, "bob")).toMatchObject({ state: "running", cancelRequested: true });
      const held = { job: claim.job, attempt: claim.attempt, lease: claim.lease };
      expect(await store.heartbeat("w1", [claim])).toEqual({ lost: [], canceled: [held] });
      await store.finish(claim, { ...broken, reason: "canceled" });
      expect(await store.job(running)).toMatchObject({ state: "canceled" });
      expect(await store.requestCancel(running, "bob")).toMatchObject({ state: "canceled" });
      expect(await store.requestCancel("0193", "bob")).toBeUndefined();
    });

    test("a lease that has run out is taken over as the same attempt, and the first holder is fenced off", async () => {
      await using opened = await stores.open();
      const { store, clock } = opened;
      const id = await submit(store);
      const first = await one(store);
      clock.pass(20_000);
      expect(await store.heartbeat("w1", [first])).toEqual({ lost: [], canceled: [] });
      clock.pass(20_000);
      expect(await store.takeOver("w2", 5)).toEqual([]);
      clock.pass(10_001);
      const [second] = await store.takeOver("w2", 5);
      expect(second).toMatchObject({ job: id, attempt: 1, takenOver: true, lease: first.lease + 1 });
      const held = { job: first.job, attempt: first.attempt, lease: first.lease };
      expect(await store.heartbeat("w1", [first])).toEqual({ lost: [held], canceled: [] });
      expect(await store.finish(first, passed)).toBe("fenced");
      expect(await store.appendLog(first, { offset: 0, bytes: Buffer.from("x") })).toBe("fenced");
      expect(await store.takeOver("w3", 5)).toEqual([]);
      if (second) expect(await store.finish(second, passed)).toBe("done");
      expect(await store.attempts(id)).toMatchObject([{ number: 1, worker: "w2" }]);
    });

    test("a worker that was started anew gets back what it held", async () => {
      await using opened = await stores.open();
      const { store } = opened;
      const id = await submit(store);
      await one(store, "w1");
      expect(await store.takeOver("w1", 5)).toEqual([]);
      expect(await store.takeOver("w2", 5, true)).toEqual([]);
      expect(await store.takeOver("w1", 5, true)).toMatchObject([{ job: id, attempt: 1, takenOver: true }]);
    });

    test("a name of a worker is one process's until that has closed its store", async () => {
      await using opened = await stores.open();
      const { store, again } = opened;
      expect(await store.isAlone("w1")).toBe(true);
      expect(await store.isAlone("w1")).toBe(true);
      const first = await again();
      expect([await first.isAlone("w1"), await first.isAlone("w2")]).toEqual([false, true]);
      expect(await store.isAlone("w2")).toBe(false);
      await first.close();
      expect(await store.isAlone("w2")).toBe(true);
    });

    test("a lease that was given up is taken over at once, and one that is another's is not given up", async () => {
      await using opened = await stores.open();
      const { store } = opened;
      const id = await submit(store);
      const first = await one(store, "w1");
      await store.release([first]);
      const [second] = await store.takeOver("w2", 5);
      expect(second).toMatchObject({ job: id, attempt: 1, takenOver: true });
      await store.release([first]);
      expect(await store.takeOver("w3", 5)).toEqual([]);
    });

    test("what was applied to the container is kept with the attempt and told in the trail", async () => {
      await using opened = await stores.open();
      const { store } = opened;
      const id = await submit(store);
      const claim = await one(store);
      const applied = {
        container: "c1",
        image: "node:22",
        imageDigest: "sha256:1",
        user: "65534",
        readOnlyRoot: true,
        capabilities: [],
        noNewPrivileges: true,
        cpus: 1,
        memoryBytes: 1,
        pids: 1,
        network: "none",
      };
      expect(await store.applied(claim, applied)).toBe("done");
      expect((await store.attempts(id))[0]?.applied).toEqual(applied);
      expect((await store.events({ job: id, limit: 9 })).at(-1)).toMatchObject({
        kind: "attempt.applied",
        data: { imageDigest: "sha256:1" },
      });
      expect(await store.applied({ ...claim, lease: 0 }, applied)).toBe("fenced");
    });

    test("two workers that claim at the same time never get the same job", async () => {
      await using opened = await stores.open();
      const { store } = opened;
      const second = await opened.again();
      await Promise.all(Array.from({ length: 60 }, (_, at) => submit(store, {}, `t${at % 3}`)));
      const claims = await Promise.all(
        Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? store : second).claim(`w${at}`, 2)),
      );
      const got = claims.flat().map(({ job }) => job);
      expect(new Set(got).size).toBe(got.length);
      for (let more = await store.claim("w", 9); more.length > 0; more = await store.claim("w", 9))
        got.push(...ids(more));
      expect([got.length, new Set(got).size]).toEqual([60, 60]);
    });

    test("a bell rings for the jobs that waited for a concurrency key which is free again", async () => {
      await using opened = await stores.open();
      const { store } = opened;
      const jobs = [];
      for (let count = 0; count < 3; count++) jobs.push(await submit(store, { concurrency_key: "k" }));
      const rung: string[] = [];
      const stop = await store.listen(["queued"], (_, job) => rung.push(job));
      await store.finish(await one(store), passed);
      await store.requestCancel(jobs[1] ?? "", "ann");
      expect(rung).toEqual(jobs.slice(1));
      await stop();
    });

    test("a bell rings for what another process did", async () => {
      await using opened = await stores.open();
      const { store } = opened;
      const second = await opened.again();
      const heard = Promise.withResolvers<string>();
      const stop = await second.listen(["ended"], (kind, job) => heard.resolve(`${kind} ${job}`));
      const id = await submit(store);
      await store.finish(await one(store), passed);
      expect(await heard.promise).toBe(`ended ${id}`);
      await stop();
    });
  });
}
