import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectEngine } from "./connect.ts";
import { resolveEndpoint } from "./endpoint/resolve.ts";
import { unreachable } from "./unreachable.ts";

const root = mkdtempSync(join(tmpdir(), "slipway-unreachable-"));
afterAll(() => rmSync(root, { recursive: true }));

test("a socket that does not exist is told with its address, where it came from, and how to start an engine", async () => {
  const engine = connectEngine({ env: { DOCKER_HOST: `unix://${root}/none.sock` } });
  await expect(engine.system.version()).rejects.toMatchObject({
    code: "ENGINE_UNREACHABLE",
    message: `cannot reach the container engine at unix://${root}/none.sock (from DOCKER_HOST): the socket does not exist`,
    hint: expect.stringContaining("systemctl start docker"),
  });
});

test("a file that is no socket is told so", async () => {
  writeFileSync(join(root, "file"), "");
  const engine = connectEngine({ env: {}, host: `unix://${root}/file` });
  await expect(engine.system.version()).rejects.toMatchObject({ code: "ENGINE_UNREACHABLE" });
});

test("a port on which nothing listens is told so", async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
  });
  await new Promise((resolve) => server.close(resolve));
  const engine = connectEngine({ env: {}, host: `tcp://127.0.0.1:${port}` });
  await expect(engine.exec.start("x", false)).rejects.toMatchObject({
    code: "ENGINE_UNREACHABLE",
    message: expect.stringContaining("nothing listens there"),
  });
});

test("a socket that this user may not open is told with the group to join", () => {
  const endpoint = resolveEndpoint({ env: {}, host: "unix:///var/run/docker.sock" });
  const denied = Object.assign(new Error("connect EACCES"), { code: "EACCES" });
  expect(unreachable.from(denied, endpoint, "GET /_ping")).toMatchObject({
    code: "ENGINE_PERMISSION",
    hint: expect.stringContaining("usermod -aG docker"),
  });
});

test.each([
  ["1.40", "ENGINE_TOO_OLD"],
  ["1.24", "ENGINE_TOO_OLD"],
  [undefined, "ENGINE_NOT_AN_ENGINE"],
])("an engine that says API version %p is refused with %s", async (version, code) => {
  await using fake = await engineSaying(version);
  await expect(connectEngine({ env: {}, host: fake.host }).apiVersion()).rejects.toMatchObject({ code });
});

test.each([
  ["1.41", "1.41"],
  ["1.47", "1.47"],
  ["1.51", "1.51"],
  ["1.60", "1.51"],
])("with an engine of API %s version %s is spoken", async (theirs, spoken) => {
  await using fake = await engineSaying(theirs);
  const engine = connectEngine({ env: {}, host: fake.host });
  await engine.system.info();
  expect(await engine.apiVersion()).toBe(spoken);
  expect(fake.paths).toEqual(["/_ping", `/v${spoken}/info`]);
});

test("an engine that was down is asked again by the next call", async () => {
  const path = join(root, "later.sock");
  const engine = connectEngine({ env: {}, host: `unix://${path}` });
  await expect(engine.apiVersion()).rejects.toMatchObject({ code: "ENGINE_UNREACHABLE" });
  await using _ = await engineSaying("1.44", path);
  expect(await engine.apiVersion()).toBe("1.44");
});

test("what speaks no HTTP is no engine", async () => {
  const path = join(root, "smtp.sock");
  const server = createServer((socket) => void socket.end("220 mail.test ESMTP\r\n"));
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const asked = connectEngine({ env: {}, host: `unix://${path}` }).apiVersion();
  await expect(asked).rejects.toMatchObject({ code: "ENGINE_NOT_AN_ENGINE" });
  server.close();
});

let made = 0;

async function engineSaying(
  version: string | undefined,
  path = join(root, `${made++}.sock`),
): Promise<AsyncDisposable & { host: string; paths: string[] }> {
  const paths: string[] = [];
  const server = createHttpServer((request, response) => {
    paths.push(request.url ?? "");
    if (version !== undefined) response.setHeader("Api-Version", version);
    response.end("{}");
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    host: `unix://${path}`,
    paths,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
