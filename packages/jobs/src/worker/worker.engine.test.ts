import { expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Diagnostics } from "@slipway/core";
import type { Job } from "../job/job.ts";
import { readJobRequest } from "../job/read-job.ts";
import { containerName } from "../runner/docker/names.ts";
import { dockerSubject } from "../runner/docker/testing/docker-subject.ts";
import { openStore } from "../store/open.ts";
import type { Store } from "../store/store.ts";
import { startWorker, type Worker, type WorkerOptions } from "./worker.ts";

interface Plane extends AsyncDisposable {
  readonly store: Store;
  readonly subject: Awaited<ReturnType<typeof dockerSubject>>;
  submit(file: Readonly<Record<string, unknown>>): Promise<string>;
  worker(name: string, more?: Partial<WorkerOptions>): Promise<Worker>;
  /** The job when it has ended. */
  ended(id: string): Promise<Job>;
  /** What is kept of the output of an attempt, when that holds a text. */
  printed(id: string, text: string, attempt?: number): Promise<string>;
}

async function plane(leaseMs = 30_000): Promise<Plane> {
  const folder = await mkdtemp(join(tmpdir(), "slipway-worker-"));
  const store = await openStore({ url: join(folder, "jobs.sqlite"), leaseMs });
  const subject = await dockerSubject();
  const workers: Worker[] = [];
  /** Looks again whenever the store rings. */
  const until = async <Found>(look: () => Promise<Found | undefined>): Promise<Found> => {
    const { promise, resolve, reject } = Promise.withResolvers<Found>();
    const ring = (): void => void look().then((found) => found !== undefined && resolve(found), reject);
    const end = await store.listen(["queued", "canceled", "ended", "log"], ring);
    ring();
    return await promise.finally(end);
  };
  const text = async (id: string, attempt: number): Promise<string> => {
    const chunks = await store.readLog(id, attempt, 0, 1_000_000);
    return Buffer.concat(chunks.map(({ bytes }) => bytes)).toString();
  };
  return {
    store,
    subject,
    async submit(file) {
      const diagnostics = new Diagnostics();
      const request = readJobRequest(file, diagnostics);
      if (!request) throw new Error(diagnostics.all.map(({ message }) => message).join("; "));
      return (await store.submit({ spec: request.spec, tenant: "a", by: "ann" })).job.id;
    },
    async worker(name, more = {}) {
      const worker = await startWorker({
        store,
        runner: subject.runner,
        secrets: async () => new Map([["TOKEN", "correct horse battery"]]),
        log: () => undefined,
        name,
        slots: 4,
        ...more,
      });
      workers.push(worker);
      return worker;
    },
    ended: (id) =>
      until(async () => {
        const job = await store.job(id);
        return job?.finishedAt === undefined ? undefined : job;
      }),
    printed: (id, wanted, attempt = 1) =>
      until(async () => {
        const found = await text(id, attempt);
        return found.includes(wanted) ? found : undefined;
      }),
    async [Symbol.asyncDispose]() {
      for (const worker of workers) await worker.handOver();
      await subject[Symbol.asyncDispose]();
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

test("a job runs, and its output, its artefacts, its result and what was applied are kept", async () => {
  await using it = await plane();
  const worker = await it.worker("w1");
  const id = await it.submit({
    steps: ['echo "hello $TOKEN"', 'mkdir out; echo kept > out/a.txt; printf \'{"ok":true}\' > "$SLIPWAY_RESULT"'],
    secrets: ["TOKEN"],
    artifacts: ["out/*"],
  });
  const { state, end } = await it.ended(id);
  expect(state).toBe("succeeded");
  expect(end).toMatchObject({ reason: "exit", exitCode: 0, result: { ok: true } });
  expect(await it.printed(id, "hello")).toContain("hello [redacted]\n");
  const [artifact] = end?.artifacts ?? [];
  expect(artifact).toMatchObject({ path: "out/a.txt", size: 5 });
  const blob = await it.store.blob(artifact?.digest ?? "");
  const parts: Uint8Array[] = [];
  for await (const part of blob?.bytes ?? []) parts.push(part);
  expect(Buffer.concat(parts).toString()).toBe("kept\n");
  const [attempt] = await it.store.attempts(id);
  expect(attempt?.applied).toMatchObject({ readOnlyRoot: true, noNewPrivileges: true, capabilities: [] });
  await worker.drain();
  expect(await it.subject.leftovers()).toEqual([]);
});

test("a job that fails is tried again as often as it wants, in a new container each time", async () => {
  await using it = await plane();
  await it.worker("w1");
  const id = await it.submit({ steps: ["exit 3"], retries: { attempts: 2, backoff: "0s" } });
  expect(await it.ended(id)).toMatchObject({ state: "failed", attempt: 2, end: { reason: "exit", exitCode: 3 } });
  const [first, second] = await it.store.attempts(id);
  expect(first?.applied?.container).not.toBe(second?.applied?.container ?? "");
});

test("a running job is canceled when somebody asks for it, and one whose time is over ends", async () => {
  await using it = await plane();
  const worker = await it.worker("w1");
  const [long, late] = await Promise.all([
    it.submit({ steps: ["echo up; sleep 600"] }),
    it.submit({ steps: ["echo up; sleep 600"], timeout: "500ms", grace: "500ms" }),
  ]);
  await it.printed(long, "up");
  await it.store.requestCancel(long, "ann");
  expect(await it.ended(long)).toMatchObject({ state: "canceled", end: { reason: "canceled" } });
  expect(await it.ended(late)).toMatchObject({ state: "failed", end: { reason: "timeout" } });
  await worker.drain();
  expect(await it.subject.leftovers()).toEqual([]);
});

test("a job that is canceled while it is being started does not begin any more", async () => {
  await using it = await plane();
  const { runner } = it.subject;
  const asked = Promise.withResolvers<void>();
  const canceled = Promise.withResolvers<void>();
  const started = Promise.withResolvers<Promise<unknown>>();
  const start: WorkerOptions["runner"]["start"] = async (request) => {
    asked.resolve();
    await canceled.promise;
    const starting = runner.start(request);
    started.resolve(starting.catch(String));
    return await starting;
  };
  const worker = await it.worker("w1", { runner: { ...runner, start } });
  const id = await it.submit({ steps: ["sleep 600"] });
  await asked.promise;
  await it.store.requestCancel(id, "ann");
  expect(await it.ended(id)).toMatchObject({ state: "canceled", end: { reason: "canceled" } });
  canceled.resolve();
  expect(await await started.promise).toBeString();
  await worker.drain();
  expect(await it.subject.leftovers()).toEqual([]);
});

test("endless output is kept at its head and its tail, and ends the job in the end", async () => {
  await using it = await plane();
  await it.worker("w1");
  const id = await it.submit({ steps: ["yes 0123456789abcdef"], resources: { logs: 20_000 } });
  expect(await it.ended(id)).toMatchObject({ state: "failed", end: { reason: "log_limit" } });
  const chunks = await it.store.readLog(id, 1, 0, 1_000_000);
  const kept = chunks.reduce((sum, { bytes }) => sum + bytes.length, 0);
  // The tail is kept in whole rows, a sixteenth of it or 1 KiB long; the job has printed 16 times what it may keep.
  expect(kept).toBeLessThanOrEqual(20_000 + 1024);
  expect(chunks.some(({ skipped = 0 }) => skipped > 0)).toBe(true);
});

test("what a worker hands over goes on in its container, and the next worker brings it to its end", async () => {
  await using it = await plane();
  const first = await it.worker("w1");
  const id = await it.submit({
    steps: ["echo begun; trap 'echo told; exit 0' TERM; sleep 600 & wait"],
  });
  await it.printed(id, "begun");
  const { Id: container } = await it.subject.engine.containers.inspect(containerName({ job: id, attempt: 1 }));
  await first.handOver();
  const runner = await it.subject.second();
  await it.worker("w2", { runner });
  await it.store.requestCancel(id, "ann");
  const { end, attempt } = await it.ended(id);
  expect([end?.reason, attempt]).toEqual(["canceled", 1]);
  expect(await it.printed(id, "told")).toBe(
    "── steps: echo begun; trap 'echo told; exit 0' TERM; sleep 600 & wait\nbegun\ntold\n",
  );
  expect(
    (await it.store.attempts(id)).map(({ number, worker, applied }) => [number, worker, applied?.container]),
  ).toEqual([[1, "w2", container]]);
  await runner.close();
});

test("a job whose container is gone with its worker runs again, without counting as tried", async () => {
  await using it = await plane();
  const first = await it.worker("w1");
  const id = await it.submit({ steps: ['echo "begun"; test -e /nothing || sleep "${WAIT:-600}"'] });
  await it.printed(id, "begun");
  await first.handOver();
  await it.subject.runner.remove({ job: id, attempt: 1 });
  await it.worker("w2");
  await it.printed(id, "begun", 2);
  await it.store.requestCancel(id, "ann");
  expect(await it.ended(id)).toMatchObject({ state: "canceled", attempt: 2 });
  expect((await it.store.attempts(id)).map(({ end }) => end?.reason)).toEqual(["infra", "canceled"]);
});

test("while something stands in the way no job is begun", async () => {
  await using it = await plane();
  let why: string | undefined = "the disk is nearly full";
  const asked = Promise.withResolvers<void>();
  const worker = await it.worker("w1", {
    hindrance: async () => {
      asked.resolve();
      return why;
    },
  });
  const id = await it.submit({ steps: ["true"] });
  await asked.promise;
  expect(worker.held).toEqual([]);
  expect((await it.store.job(id))?.state).toBe("queued");
  why = undefined;
  expect((await it.ended(id)).state).toBe("succeeded");
});
