import { expect, test } from "bun:test";
import type { AttemptEnd } from "../job/job.ts";
import { served } from "./testing/served.ts";

const job = { steps: ["true"] };
const done: AttemptEnd = { reason: "exit", exitCode: 0, message: "the job is done", artifacts: [] };

test("a job that is waited for is given when it has ended", async () => {
  await using api = await served();
  const { id } = await api.client.submitJob(job);
  const waited = api.client.getJob(id, { wait: 60 });
  const claim = await api.claim();
  await api.store.finish(claim, done);
  expect(await waited).toMatchObject({ state: "succeeded", end: { reason: "exit", exit_code: 0 } });
});

test("canceling a queued job ends it; one that has ended can be submitted again, as another job", async () => {
  await using api = await served();
  const { id } = await api.client.submitJob({ ...job, idempotency_key: "k" });
  await expect(api.client.retryJob(id)).rejects.toMatchObject({ code: "JOBS_NOT_ENDED" });
  expect(await api.client.cancelJob(id)).toMatchObject({ state: "canceled" });
  const again = await api.client.retryJob(id);
  expect(again.id).not.toBe(id);
  expect(again.state).toBe("queued");
});

test("the attempts and the events tell what became of a job", async () => {
  await using api = await served();
  const { id } = await api.client.submitJob(job);
  await api.store.finish(await api.claim(), { ...done, exitCode: 3, message: "steps true ended with exit code 3" });
  const { attempts } = await api.client.listAttempts(id);
  expect(attempts).toMatchObject([{ number: 1, worker: "worker", end: { reason: "exit", exit_code: 3 } }]);
  const { events } = await api.client.listJobEvents(id);
  expect(events.map(({ kind }) => kind)).toEqual(["job.submitted", "attempt.started", "job.ended"]);
  const behind = await api.client.listJobEvents(id, { after: events[0]?.sequence ?? 0 });
  expect(behind.events).toHaveLength(2);
});

test("an artefact is given as it was, for saving and never for showing", async () => {
  await using api = await served();
  const bytes = new TextEncoder().encode("<script>alert(1)</script>");
  const { id } = await api.client.submitJob(job);
  const claim = await api.claim();
  const { digest } = await api.store.putBlob(new Blob([bytes]).stream());
  const path = "dist/a b/ü.html";
  await api.store.finish(claim, { ...done, artifacts: [{ path, size: bytes.length, digest }] });
  expect((await api.client.listArtifacts(id)).artifacts).toEqual([{ path, size: bytes.length, digest }]);
  const response = await api.client.readArtifact(id, path);
  expect(await response.text()).toBe("<script>alert(1)</script>");
  expect(response.headers.get("content-type")).toBe("application/octet-stream");
  expect(response.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''%C3%BC.html");
  const etag = response.headers.get("etag") ?? "";
  const again = await api.fetch(`/v1/jobs/${id}/artifacts/dist/a%20b/%C3%BC.html`, {
    headers: { "if-none-match": etag },
  });
  expect(again.status).toBe(304);
  await expect(api.client.readArtifact(id, "dist/other")).rejects.toMatchObject({ code: "JOBS_UNKNOWN_ARTIFACT" });
});
