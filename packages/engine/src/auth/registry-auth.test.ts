import { afterAll, expect, test } from "bun:test";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { redact } from "@slipway/core";
import { registryAuth } from "./registry-auth.ts";

const root = mkdtempSync(join(tmpdir(), "slipway-auth-"));
afterAll(() => rmSync(root, { recursive: true }));
let made = 0;

test("a login in config.json is sent with the image of that registry only", async () => {
  const env = configured({ auths: { "ghcr.io": { auth: base64("me:p4ss:word/+") } } });
  expect(await imageAuth(env, "ghcr.io/a/b")).toEqual({
    username: "me",
    password: "p4ss:word/+",
    serveraddress: "ghcr.io",
  });
  expect(await imageAuth(env, "localhost:5000/a")).toEqual({});
});

test("Docker Hub is found under the names that it has had", async () => {
  const env = configured({ auths: { "https://index.docker.io/v1/": { auth: base64("me:secretword") } } });
  expect(await imageAuth(env, "nginx")).toMatchObject({ username: "me", serveraddress: "https://index.docker.io/v1/" });
});

test("an identity token is sent instead of a password", async () => {
  const env = configured({ auths: { "r.test": { auth: base64("x:"), identitytoken: "tok-123" } } });
  expect(await imageAuth(env, "r.test/a")).toEqual({ identitytoken: "tok-123", serveraddress: "r.test" });
});

test("a registry's own helper is asked before the store", async () => {
  const env = configured(
    { credsStore: "store", credHelpers: { "r.test": "own" } },
    { own: answer("own-user"), store: answer("store-user") },
  );
  expect(await imageAuth(env, "r.test/a")).toMatchObject({ username: "own-user", password: "from r.test" });
  expect(await imageAuth(env, "q.test/a")).toMatchObject({ username: "store-user", password: "from q.test" });
});

test("a helper that knows nothing leaves the entry of config.json", async () => {
  const nothing = "echo 'credentials not found in native keychain'; exit 1";
  const env = configured(
    { credsStore: "store", auths: { "r.test": { auth: base64("me:filepass") } } },
    { store: nothing },
  );
  expect(await imageAuth(env, "r.test/a")).toMatchObject({ username: "me" });
});

test("a missing helper is named, with a cure", async () => {
  const env = configured({ credsStore: "gone" });
  await expect(imageAuth(env, "r.test/a")).rejects.toMatchObject({
    code: "ENGINE_CREDENTIAL_HELPER",
    message: "the credential helper docker-credential-gone failed: it is not on the PATH",
    hint: expect.stringContaining("config.json"),
  });
});

test("a build gets the credentials of every configured registry", async () => {
  const env = configured(
    { auths: { "a.test": { auth: base64("a:aaaa") } }, credHelpers: { "b.test": "own" } },
    { own: answer("b") },
  );
  const header = (await registryAuth(env).forBuild())["x-registry-config"] ?? "";
  expect(decode(header)).toMatchObject({ "a.test": { username: "a" }, "b.test": { username: "b" } });
});

test("a password that was read is never printed", async () => {
  await imageAuth(configured({ auths: { "r.test": { auth: base64("me:hunter2-xyz") } } }), "r.test/a");
  expect(redact("login with hunter2-xyz")).toBe("login with [redacted]");
});

function configured(config: object, helpers: Record<string, string> = {}): Record<string, string> {
  const directory = join(root, String(made++));
  mkdirSync(directory);
  writeFileSync(join(directory, "config.json"), JSON.stringify(config));
  for (const [name, script] of Object.entries(helpers)) {
    const file = join(directory, `docker-credential-${name}`);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }
  return { DOCKER_CONFIG: directory, PATH: `${directory}:/usr/bin:/bin` };
}

function answer(user: string): string {
  return `read server; echo "{\\"ServerURL\\":\\"$server\\",\\"Username\\":\\"${user}\\",\\"Secret\\":\\"from $server\\"}"`;
}

async function imageAuth(env: Record<string, string>, image: string): Promise<unknown> {
  return decode((await registryAuth(env).forImage(image))["x-registry-auth"] ?? "");
}

function decode(header: string): unknown {
  expect(header).toMatch(/^[\w=-]+$/);
  return JSON.parse(Buffer.from(header, "base64url").toString());
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
