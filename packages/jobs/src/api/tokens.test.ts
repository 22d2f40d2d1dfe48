import { expect, test } from "bun:test";
import { createClient } from "../client/client.gen.ts";
import { sendOverHttp } from "../client/send.ts";
import { type Served, served } from "./testing/served.ts";

const withToken = (api: Served, token: string) => createClient(sendOverHttp({ url: api.url, token }));

test("a token that was made works until it is revoked, and its text is nowhere else", async () => {
  await using api = await served();
  const { token, details } = await api.client.createToken({ name: "ci", scopes: ["jobs:read", "jobs:write"] });
  expect(details).toMatchObject({ name: "ci", tenant: "alpha", scopes: ["jobs:read", "jobs:write"] });
  const ci = withToken(api, token);
  expect((await ci.submitJob({ steps: ["true"] })).submitted_by).toBe(`token:ci:${details.id.slice(-12)}`);
  const listed = await api.client.listTokens();
  expect(listed).toEqual({ tokens: [details] });
  const trail: string[] = [];
  for await (const line of api.store.trail.lines()) trail.push(line);
  expect(JSON.stringify([listed, trail, api.logged()])).not.toContain(token);
  await api.client.revokeToken(details.id);
  await expect(ci.listJobs()).rejects.toMatchObject({ code: "JOBS_BAD_TOKEN" });
  await expect(api.client.revokeToken(details.id)).rejects.toMatchObject({ code: "JOBS_UNKNOWN_TOKEN" });
});

test("a token ends when its time is over", async () => {
  let now = Date.now();
  await using api = await served({ now: () => now });
  const { token } = await api.client.createToken({ name: "short", scopes: ["jobs:read"], expires_in_seconds: 60 });
  const short = withToken(api, token);
  await short.listJobs();
  now += 60_000;
  await expect(short.listJobs()).rejects.toMatchObject({
    code: "JOBS_BAD_TOKEN",
    message: expect.stringContaining("time is over"),
  });
});

test("nobody gives a token more than they have, or to another tenant", async () => {
  await using api = await served();
  const { token } = await api.client.createToken({ name: "maker", scopes: ["tokens:write", "jobs:read"] });
  const maker = withToken(api, token);
  await expect(maker.createToken({ name: "more", scopes: ["jobs:write"] })).rejects.toMatchObject({
    code: "JOBS_FORBIDDEN",
  });
  await expect(maker.createToken({ name: "other", scopes: ["jobs:read"], tenant: "beta" })).rejects.toMatchObject({
    code: "JOBS_OTHER_TENANT",
  });
  await expect(maker.createToken({ name: "all", scopes: ["jobs:read"], tenant: "*" })).rejects.toMatchObject({
    code: "JOBS_OTHER_TENANT",
  });
  const { details } = await api.as("operator").createToken({ name: "beta", scopes: ["jobs:read"], tenant: "beta" });
  expect(details.tenant).toBe("beta");
  expect((await maker.listTokens()).tokens.map(({ name }) => name)).toEqual(["maker"]);
  await expect(maker.revokeToken(details.id)).rejects.toMatchObject({ code: "JOBS_UNKNOWN_TOKEN" });
});
