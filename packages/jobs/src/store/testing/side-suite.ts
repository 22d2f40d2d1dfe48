import { describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import type { Store } from "../store.ts";
import { passed, specOf } from "./specs.ts";
import type { OpenStores } from "./store-suite.ts";

const hour = 3_600_000;

/** What any store does beside the queue: schedules, messages for webhooks, cleaning up. */
export function sideSuite(name: string, stores: OpenStores): void {
  const ended = async (store: Store, file: Readonly<Record<string, unknown>>, artifacts: readonly string[] = []) => {
    const { job } = await store.submit({ spec: specOf(file), tenant: "a", by: "ann" });
    const [claim] = await store.claim("w1", 1);
    if (!claim) throw new Error("nothing was claimed");
    await store.appendLog(claim, { offset: 0, bytes: Buffer.from("output\n") });
    const kept = artifacts.map((digest) => ({ path: "out", size: 1, digest }));
    await store.finish(claim, { ...passed, artifacts: kept });
    return job.id;
  };

  describe(`the identity of ${name}`, () => {
    test("is made with the database, and is the same for everybody who opens it", async () => {
      await using opened = await stores.open();
      const id = await opened.store.identity();
      expect(id).toMatch(/^[0-9a-f]{16}$/);
      const again = await opened.again();
      expect(await again.identity()).toBe(id);
      await using other = await stores.open();
      expect(await other.store.identity()).not.toBe(id);
    });
  });

  describe(`schedules in ${name}`, () => {
    const daily = { cron: "30 4 * * *", timezone: "Europe/Berlin" };

    test("a job is made at each time, by the clock of its zone", async () => {
      await using opened = await stores.open();
      const { store, clock } = opened;
      clock.now = Date.UTC(2026, 2, 28, 0);
      const set = await store.schedules.set({
        tenant: "a",
        name: "nightly",
        time: daily,
        spec: specOf({ name: "n", idempotency_key: "once" }),
        by: "ann",
      });
      expect(set.nextAt).toBe(Date.UTC(2026, 2, 28, 3, 30));
      expect(await store.schedules.fire()).toEqual([]);
      clock.now = Date.UTC(2026, 2, 28, 3, 30);
      const [first = ""] = await store.schedules.fire();
      expect(await store.job(first)).toMatchObject({ schedule: "nightly", submittedBy: "ann", spec: { name: "n" } });
      expect(await store.schedules.fire()).toEqual([]);
      // The clocks go forward in the night to 29 March: half past four is an hour earlier in UTC.
      expect((await store.schedules.list("a"))[0]).toMatchObject({
        nextAt: Date.UTC(2026, 2, 29, 2, 30),
        lastAt: clock.now,
        lastJob: first,
      });
    });

    test("times that were missed are caught up once, by one of several processes", async () => {
      await using opened = await stores.open();
      const { store, clock } = opened;
      const second = await opened.again();
      await store.schedules.set({
        tenant: "a",
        name: "often",
        time: { cron: "* * * * *", timezone: "UTC" },
        spec: specOf(),
        by: "x",
      });
      clock.pass(5 * hour);
      const fired = await Promise.all([store.schedules.fire(), second.schedules.fire(), store.schedules.fire()]);
      expect(fired.flat()).toHaveLength(1);
      expect((await store.schedules.list())[0]?.nextAt).toBe(clock.now + 60_000);
    });

    test("no job is added while the one before it still waits", async () => {
      await using opened = await stores.open();
      const { store, clock } = opened;
      await store.schedules.set({
        tenant: "a",
        name: "often",
        time: { cron: "* * * * *", timezone: "UTC" },
        spec: specOf(),
        by: "x",
      });
      clock.pass(60_000);
      expect(await store.schedules.fire()).toHaveLength(1);
      clock.pass(60_000);
      expect(await store.schedules.fire()).toEqual([]);
      await store.claim("w1", 1);
      clock.pass(60_000);
      expect(await store.schedules.fire()).toHaveLength(1);
    });

    test("a schedule is changed under its name, and removed", async () => {
      await using opened = await stores.open();
      const { store, clock } = opened;
      const base = { tenant: "a", name: "n", spec: specOf(), by: "ann" };
      await store.schedules.set({ ...base, time: daily });
      await store.schedules.set({ ...base, time: { cron: "0 * * * *", timezone: "UTC" } });
      expect(await store.schedules.list("a")).toMatchObject([{ nextAt: clock.now + hour }]);
      expect(await store.schedules.list("b")).toEqual([]);
      expect(await store.schedules.remove("b", "n", "ann")).toBe(false);
      expect(await store.schedules.remove("a", "n", "ann")).toBe(true);
      clock.pass(2 * hour);
      expect(await store.schedules.fire()).toEqual([]);
    });
  });

  describe(`messages in ${name}`, () => {
    test("the end of a job puts a message into the outbox, which one sender takes", async () => {
      await using opened = await stores.open();
      const { store, clock } = opened;
      const url = "https://hooks.example.org/x";
      const job = await ended(store, { webhook: url });
      await ended(store, {});
      const taken = await Promise.all([store.outbox.take(5, 60_000), store.outbox.take(5, 60_000)]);
      expect(taken.flat()).toMatchObject([{ job, url, tries: 0 }]);
      const [message] = taken.flat();
      if (!message) throw new Error("no message");
      expect(JSON.parse(message.body)).toMatchObject({
        id: message.id,
        type: "job.ended",
        job,
        state: "succeeded",
        end: passed,
      });
      await store.outbox.failed(message, "no answer", clock.now + 5000);
      expect(await store.outbox.take(5, 60_000)).toEqual([]);
      clock.pass(5000);
      expect(await store.outbox.take(5, 60_000)).toMatchObject([{ id: message.id, tries: 1, error: "no answer" }]);
      await store.outbox.delivered(message);
      clock.pass(hour);
      expect(await store.outbox.take(5, 60_000)).toEqual([]);
      expect(await store.outbox.of(job)).toMatchObject([{ id: message.id, deliveredAt: clock.now - hour }]);
      expect((await store.events({ job, limit: 9 })).at(-1)?.kind).toBe("webhook.delivered");
    });

    test("what a sender that died had taken goes to the next", async () => {
      await using opened = await stores.open();
      const { store, clock } = opened;
      await ended(store, { webhook: "https://hooks.example.org/x" });
      await store.outbox.take(5, 60_000);
      clock.pass(60_000);
      const [again] = await store.outbox.take(5, 60_000);
      if (again) await store.outbox.failed(again, "gone", undefined);
      clock.pass(hour);
      expect(await store.outbox.take(5, 60_000)).toEqual([]);
    });
  });

  describe(`cleaning up in ${name}`, () => {
    const content = Buffer.from("artefact");
    const digest = `sha256:${createHash("sha256").update(content).digest("hex")}`;
    const put = (store: Store) =>
      store.putBlob(
        (async function* () {
          yield content;
        })(),
      );

    test("output goes first, artefacts when no job has them any more, jobs last; the audit trail stays", async () => {
      await using opened = await stores.open();
      const { store, clock } = opened;
      const keep = { jobsMs: 100 * hour, logsMs: 10 * hour, artifactsMs: 20 * hour };
      await put(store);
      const job = await ended(store, { idempotency_key: "k" }, [digest]);
      clock.pass(9 * hour);
      expect(await store.cleanup(keep)).toEqual({ jobs: 0, logs: 0, blobs: 0 });
      const second = await ended(store, {}, [digest]);
      clock.pass(2 * hour);
      expect(await store.cleanup(keep)).toEqual({ jobs: 0, logs: 1, blobs: 0 });
      expect(await store.readLog(job, 1, 0, 100)).toEqual([]);
      expect(await store.readLog(second, 1, 0, 100)).toHaveLength(1);
      clock.pass(10 * hour);
      expect(await store.cleanup(keep)).toEqual({ jobs: 0, logs: 1, blobs: 0 });
      expect(await store.blob(digest)).toBeDefined();
      clock.pass(9 * hour);
      expect(await store.cleanup(keep)).toEqual({ jobs: 0, logs: 0, blobs: 1 });
      expect(await store.blob(digest)).toBeUndefined();
      clock.pass(100 * hour);
      expect(await store.cleanup(keep)).toEqual({ jobs: 2, logs: 0, blobs: 0 });
      expect([await store.job(job), await store.attempts(job)]).toEqual([undefined, []]);
      expect(await store.events({ job, limit: 9 })).toHaveLength(3);
      expect((await store.submit({ spec: specOf({ idempotency_key: "k" }), tenant: "a", by: "ann" })).created).toBe(
        true,
      );
    });

    test("what waits or runs is never touched, nor an artefact that was brought again", async () => {
      await using opened = await stores.open();
      const { store, clock } = opened;
      const now = { jobsMs: 0, logsMs: 0, artifactsMs: 0 };
      await put(store);
      const { job } = await store.submit({ spec: specOf(), tenant: "a", by: "ann" });
      const [claim] = await store.claim("w1", 1);
      if (claim) await store.appendLog(claim, { offset: 0, bytes: Buffer.from("x") });
      clock.pass(7 * hour);
      await put(store);
      expect(await store.cleanup(now)).toEqual({ jobs: 0, logs: 0, blobs: 0 });
      expect(await store.readLog(job.id, 1, 0, 9)).toHaveLength(1);
      expect(await store.blob(digest)).toBeDefined();
    });
  });

  describe(`the images of ${name}`, () => {
    test("are listed by the engine that they were pulled on, the least recently used first, until they are forgotten", async () => {
      await using opened = await stores.open();
      const { store, clock } = opened;
      for (const name of ["a", "b"]) await store.images.pulled("host", { name, id: `sha256:${name}` });
      await store.images.pulled("other", { name: "c", id: "sha256:c" });
      clock.pass(1000);
      await store.images.used("host", "a");
      await store.images.used("host", "never pulled for a job");
      const [first, second] = await store.images.list("host");
      expect([first?.name, second?.name, (await store.images.list("host")).length]).toEqual(["b", "a", 2]);
      if (!first || !second) return;
      await store.images.used("host", "b");
      expect(await store.images.forget("host", first, "worker:w1", "no job uses it")).toBe(false);
      expect(await store.images.forget("host", second, "worker:w1", "no job uses it")).toBe(true);
      expect((await store.images.list("host")).map(({ name }) => name)).toEqual(["b"]);
    });
  });
}
