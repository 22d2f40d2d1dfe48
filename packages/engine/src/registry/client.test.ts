import { afterAll, beforeAll, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { parseReference } from "../reference.ts";
import { openRepository } from "./client.ts";

const digestOf = (text: string): string => `sha256:${createHash("sha256").update(text).digest("hex")}`;
const good = digestOf("good");
const seen: string[] = [];
const note = (who: string, request: Request): void =>
  void seen.push(`${who} ${new URL(request.url).pathname} ${request.headers.get("authorization") ?? "nobody"}`);

/** Where a registry may send a client for the bytes: another host. */
const store = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch(request) {
    note("store", request);
    return new Response("good");
  },
});
/** A registry that hands out tokens, and lies about one blob. */
const registry = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch(request) {
    note("registry", request);
    const url = new URL(request.url);
    if (url.pathname === "/token") return Response.json({ token: `for-${url.searchParams.get("scope")}` });
    if (!request.headers.get("authorization")) {
      const realm = `Bearer realm="${url.origin}/token",service="r",scope="pull"`;
      return new Response("", { status: 401, headers: { "www-authenticate": realm } });
    }
    if (url.pathname.endsWith(good)) return Response.redirect(`${store.url.origin}/bytes`, 307);
    if (url.pathname.includes("/loop")) return Response.redirect(request.url, 307);
    if (url.pathname.endsWith("/manifests/big")) return new Response(new Uint8Array(5_000_000));
    return new Response("evil");
  },
});
const open = () => openRepository(parseReference(`127.0.0.1:${registry.port}/a/b:1`), { DOCKER_CONFIG: "/nowhere" });

beforeAll(() => void seen.splice(0));
afterAll(async () => {
  await registry.stop(true);
  await store.stop(true);
});

test("a token is asked for, and does not go along to another host", async () => {
  const bytes = await (await open()).blob(good, 4);
  expect(new TextDecoder().decode(bytes)).toBe("good");
  expect(seen).toEqual([
    `registry /v2/a/b/blobs/${good} nobody`,
    "registry /token nobody",
    `registry /v2/a/b/blobs/${good} Bearer for-pull`,
    "store /bytes nobody",
  ]);
});

test("bytes with another digest are refused", async () => {
  const repository = await open();
  await expect(repository.blob(digestOf("asked for"), 4)).rejects.toMatchObject({ code: "ENGINE_DIGEST" });
  await expect(repository.manifest(digestOf("asked for"), [])).rejects.toMatchObject({ code: "ENGINE_DIGEST" });
});

test("what is too large is not read, and redirects end", async () => {
  const repository = await open();
  const failure = (reason: string): object => ({ code: "ENGINE_REGISTRY", message: expect.stringContaining(reason) });
  await expect(repository.blob(good, 5_000_000)).rejects.toMatchObject(failure("larger than 4 MB"));
  await expect(repository.manifest("big", [])).rejects.toMatchObject(failure("larger than 4 MB"));
  await expect(repository.manifest("loop", [])).rejects.toMatchObject(failure("redirects without end"));
});
