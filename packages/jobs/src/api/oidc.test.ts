import { expect, test } from "bun:test";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { createClient, type JobsClient } from "../client/client.gen.ts";
import { sendOverHttp } from "../client/send.ts";
import { oidcTokens } from "./oidc.ts";
import { type Served, served } from "./testing/served.ts";

/** A provider with one key that signs. */
async function provider() {
  const { publicKey, privateKey } = await generateKeyPair("ES256");
  const jwk = { ...(await exportJWK(publicKey)), kid: "k1", alg: "ES256" };
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch(request): Response {
      const { origin, pathname } = new URL(request.url);
      if (pathname === "/.well-known/openid-configuration")
        return Response.json({ issuer: origin, jwks_uri: `${origin}/keys` });
      return Response.json({ keys: [jwk] });
    },
  });
  const issuer = server.url.origin;
  return {
    issuer,
    sign: (claims: Readonly<Record<string, unknown>>, expires = "5m", key = privateKey) =>
      new SignJWT({ scope: "jobs:read jobs:write", ...claims })
        .setProtectedHeader({ alg: "ES256", kid: "k1" })
        .setIssuer(String(claims["iss"] ?? issuer))
        .setAudience(String(claims["aud"] ?? "slipway"))
        .setSubject("ann")
        .setExpirationTime(expires)
        .sign(key),
    [Symbol.asyncDispose]: () => server.stop(true),
  };
}

const withToken = (api: Served, token: string): JobsClient => createClient(sendOverHttp({ url: api.url, token }));

test("a JWT of the provider is taken, with its tenant and its scopes", async () => {
  await using oidc = await provider();
  await using api = await served({ tokens: [oidcTokens({ issuer: oidc.issuer, audience: "slipway" }, Date.now)] });
  const ann = withToken(api, await oidc.sign({ tenant: "gamma" }));
  expect(await ann.submitJob({ steps: ["true"] })).toMatchObject({
    tenant: "gamma",
    submitted_by: `oidc:${oidc.issuer}#ann`,
  });
  const reader = withToken(api, await oidc.sign({ scope: "jobs:read openid" }));
  expect((await reader.listJobs()).jobs).toEqual([]);
  await expect(reader.submitJob({ steps: ["true"] })).rejects.toMatchObject({ code: "JOBS_FORBIDDEN" });
});

test("a JWT is refused when it is for somebody else, over, of another issuer, or signed by another key", async () => {
  await using oidc = await provider();
  await using api = await served({ tokens: [oidcTokens({ issuer: oidc.issuer, audience: "slipway" }, Date.now)] });
  const { privateKey } = await generateKeyPair("ES256");
  const bad = [
    await oidc.sign({ aud: "another" }),
    await oidc.sign({}, "-1m"),
    await oidc.sign({ iss: "https://elsewhere.example.org" }),
    await oidc.sign({}, "5m", privateKey),
    `${btoa('{"alg":"none"}')}.${btoa('{"sub":"ann"}')}.`,
  ];
  for (const token of bad) {
    await expect(withToken(api, token).listJobs()).rejects.toMatchObject({ code: "JOBS_BAD_TOKEN" });
  }
  // Clocks that differ by a little are no reason.
  await withToken(api, await oidc.sign({}, "-10s")).listJobs();
});
