import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectEngine } from "../connect.ts";
import type { ProcessStream } from "../engine.ts";

const root = mkdtempSync(join(tmpdir(), "slipway-hijack-"));
const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
  rmSync(root, { recursive: true });
});

const upgraded =
  "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";

test("bytes that come in one piece with the answer's head are not lost", async () => {
  const stream = await attach((socket) => socket.end(`${upgraded}hello`));
  expect(await textOf(stream)).toBe("hello");
});

test("an answer's head that comes byte by byte is understood", async () => {
  const stream = await attach(async (socket) => {
    for (const byte of `${upgraded}x`) await new Promise((resolve) => socket.write(byte, resolve));
    socket.end();
  });
  expect(await textOf(stream)).toBe("x");
});

test("a process whose input is closed can still answer", async () => {
  const stream = await attach((socket) => {
    socket.write(upgraded);
    const seen: Buffer[] = [];
    socket.on("data", (chunk) => seen.push(Buffer.from(chunk)));
    socket.on("end", () => socket.end(`got ${Buffer.concat(seen)}`));
  });
  await stream.write(Buffer.from("input"));
  stream.end();
  expect(await textOf(stream)).toBe("got input");
});

test.each([
  [
    "with its length",
    `HTTP/1.1 409 Conflict\r\nContent-Length: 39\r\n\r\n{"message":"Container x is not running"}`.replace("39", "40"),
  ],
  [
    "in chunks",
    `HTTP/1.1 409 Conflict\r\nTransfer-Encoding: chunked\r\n\r\n28\r\n{"message":"Container x is not running"}\r\n0\r\n\r\n`,
  ],
])("a refusal %s becomes the engine's error though the connection stays open", async (_, answer) => {
  await expect(attach((socket) => void socket.write(answer))).rejects.toMatchObject({ code: "ENGINE_NOT_RUNNING" });
});

test("a connection that ends before the answer is a lost connection", async () => {
  await expect(attach((socket) => void socket.end("HTTP/1.1 101"))).rejects.toMatchObject({
    code: "ENGINE_CONNECTION_LOST",
  });
});

test("calling off ends the output with the signal's reason", async () => {
  const abort = new AbortController();
  const stream = await attach((socket) => void socket.write(`${upgraded}first`), abort.signal);
  const output = stream.output[Symbol.asyncIterator]();
  await output.next();
  abort.abort(new Error("enough"));
  await expect(output.next()).rejects.toThrow("enough");
});

let made = 0;

/** Attaches to an engine that treats the attach as told. */
async function attach(answer: (socket: Socket) => unknown, signal?: AbortSignal): Promise<ProcessStream> {
  const path = join(root, `${made++}.sock`);
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.once("data", (head) => {
      if (head.includes("/_ping"))
        socket.end("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
      else answer(socket);
    });
    socket.on("error", () => socket.destroy());
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const engine = connectEngine({ env: {}, host: `unix://${path}` });
  return await engine.containers.attach("x", true, { stdin: true, ...(signal ? { signal } : {}) });
}

async function textOf(stream: ProcessStream): Promise<string> {
  let text = "";
  for await (const { data } of stream.output) text += Buffer.from(data).toString();
  return text;
}
