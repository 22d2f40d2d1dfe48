import { describe, expect, test } from "bun:test";
import type { Problem } from "../client/client.gen.ts";
import { served } from "./testing/served.ts";

const job = { name: "hello", steps: ["echo hello"] };
const problemOf = async (response: Response): Promise<Problem> => (await response.json()) as Problem;

describe("submitting a job", () => {
  test("gives the job with its place in the queue, and it is listed and shown", async () => {
    await using api = await served();
    const made = await api.client.submitJob(job);
    expect(made).toMatchObject({
      state: "queued",
      tenant: "alpha",
      attempt: 0,
      submitted_by: "token:alice",
      name: "hello",
    });
    expect(made.waiting_for).toBeString();
    expect(await api.client.getJob(made.id)).toEqual(made);
    expect((await api.client.listJobs()).jobs.map(({ id }) => id)).toEqual([made.id]);
  });

  test("takes YAML as well, and what was asked for can be submitted again", async () => {
    await using api = await served();
    const made = await api.client.submitJob("name: hello\nsteps:\n  - echo hello\ntimeout: 90s\n");
    const spec = await api.client.getJobSpec(made.id);
    expect(spec).toMatchObject({ name: "hello", timeout: "1m30s", steps: [{ name: "echo hello", run: "echo hello" }] });
    const again = await api.client.submitJob(spec);
    expect(await api.client.getJobSpec(again.id)).toEqual(spec);
  });

  test("with a known idempotency key gives the first job", async () => {
    await using api = await served();
    const body = JSON.stringify({ ...job, idempotency_key: "once" });
    const first = await api.fetch("/v1/jobs", { method: "POST", body });
    const second = await api.fetch("/v1/jobs", { method: "POST", body });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(((await second.json()) as { id: string }).id).toBe(((await first.json()) as { id: string }).id);
  });

  test("tells everything that is wrong with it at once, with its place", async () => {
    await using api = await served();
    const body = "steps:\n  - echo hi\ntimeout: soon\nstepps: []\nnetwork: everywhere\n";
    const response = await api.fetch("/v1/jobs", { method: "POST", body });
    expect(response.status).toBe(422);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    const { code, diagnostics = [] } = await problemOf(response);
    expect(code).toBe("JOBS_INVALID");
    expect(diagnostics.map(({ line }) => line)).toEqual(expect.arrayContaining([4, 5]));
    expect(diagnostics.find(({ line }) => line === 4)).toMatchObject({
      code: "JOBS_UNKNOWN_ATTRIBUTE",
      hint: 'did you mean "steps"?',
    });
  });

  test("is the same job as JSON however it is written, and told with its place when something is wrong", async () => {
    await using api = await served();
    const post = (body: string) => api.fetch("/v1/jobs", { method: "POST", body });
    const written = { steps: ["echo hi"], resources: { memory: "128mb" } };
    const specs = [JSON.stringify(written), JSON.stringify(written, undefined, 2)].map(async (body) => {
      const { id } = (await (await post(body)).json()) as { id: string };
      return await api.client.getJobSpec(id);
    });
    const [compact, spaced] = await Promise.all(specs);
    expect(compact).toEqual(spaced ?? {});
    const wrong = ['{"steps":["a"],"steps":["b"]}', '{"steps":["a"],"stepps":[]}', '{"steps":["a"],"timeout":"soon"}'];
    for (const body of wrong) {
      const { code, diagnostics = [] } = await problemOf(await post(body));
      expect({ body, code, line: diagnostics[0]?.line }).toEqual({ body, code: "JOBS_INVALID", line: 1 });
    }
  });

  test("is refused when the body is larger than the server takes", async () => {
    await using api = await served({ largestBody: 1000 });
    const response = await api.fetch("/v1/jobs", {
      method: "POST",
      body: JSON.stringify({ ...job, inputs: { text: "x".repeat(1500) } }),
    });
    expect(response.status).toBe(413);
    expect((await problemOf(response)).code).toBe("JOBS_BODY_TOO_LARGE");
  });
});

describe("who may do what", () => {
  test("nothing but health checks and the OpenAPI document is told without a token", async () => {
    await using api = await served();
    const statuses = await Promise.all(
      ["/v1/jobs", "/v1/jobs/x/log", "/healthz", "/readyz", "/v1/openapi.json"].map(
        async (path) => (await fetch(`${api.url}${path}`)).status,
      ),
    );
    expect(statuses).toEqual([401, 401, 200, 200, 200]);
    const wrong = await api.fetch("/v1/jobs", { token: "slipway_wrong" });
    expect([wrong.status, wrong.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
  });

  test("a token can only do what its scopes say", async () => {
    await using api = await served();
    await api.as("reader").listJobs();
    await expect(api.as("reader").submitJob(job)).rejects.toMatchObject({ code: "JOBS_FORBIDDEN" });
  });

  test("nobody sees another tenant's jobs, not even that they are there", async () => {
    await using api = await served();
    const { id } = await api.client.submitJob(job);
    const bob = api.as("bob");
    expect((await bob.listJobs()).jobs).toEqual([]);
    const asks = [bob.getJob, bob.cancelJob, bob.readLog, bob.listArtifacts, bob.getJobSpec];
    for (const ask of asks) await expect(ask(id)).rejects.toMatchObject({ code: "JOBS_UNKNOWN_JOB" });
    await expect(bob.listJobs({ tenant: "alpha" })).rejects.toMatchObject({ code: "JOBS_OTHER_TENANT" });
    expect((await api.as("operator").listJobs()).jobs).toHaveLength(1);
    expect((await api.as("operator").listJobs({ tenant: "beta" })).jobs).toHaveLength(0);
  });

  test("who asks too often is told when to come back", async () => {
    await using api = await served({ rateLimit: { burst: 2, perMinute: 1 } });
    await api.client.listJobs();
    await api.client.listJobs();
    const third = await api.fetch("/v1/jobs");
    expect(third.status).toBe(429);
    expect(Number(third.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await api.as("bob").listJobs()).jobs).toEqual([]);
  });

  test("the log has every request, and no token", async () => {
    await using api = await served();
    await api.fetch("/v1/jobs", { token: "slipway_guessed-by-somebody" });
    const text = JSON.stringify(api.logged());
    expect(text).toContain('"path":"/v1/jobs","status":401');
    expect(text).not.toContain("guessed");
  });
});

describe("a request that does not fit", () => {
  test("is told all that is wrong with its query", async () => {
    await using api = await served();
    const response = await api.fetch("/v1/jobs?limit=many&state=running,sleeping&colour=red");
    expect(response.status).toBe(400);
    const { diagnostics = [] } = await problemOf(response);
    expect(diagnostics.map(({ message }) => message).sort()).toEqual([
      "colour is not known here",
      expect.stringContaining("limit must be"),
      expect.stringContaining("state[1] must be one of"),
    ]);
  });

  test("of an unknown path or method is told so", async () => {
    await using api = await served();
    expect((await problemOf(await api.fetch("/v2/jobs"))).code).toBe("JOBS_UNKNOWN_ROUTE");
    const wrong = await api.fetch("/v1/jobs", { method: "DELETE" });
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "POST, GET"]);
  });
});
