import { afterAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectEngine } from "./connect.ts";
import { type Endpoint, resolveEndpoint } from "./endpoint/resolve.ts";
import type { Http } from "./http.ts";
import { openFetchHttp } from "./http-fetch.ts";
import { openNodeHttp } from "./http-node.ts";
import { openHttp } from "./open-http.ts";

const root = mkdtempSync(join(tmpdir(), "slipway-http-"));
const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.closeAllConnections();
  rmSync(root, { recursive: true });
});

describe.each([
  ["Bun", openFetchHttp],
  ["Node", openNodeHttp],
])("over the HTTP client of %s", (_, open) => {
  test("leaving a stream closes its connection", async () => {
    const closed = Promise.withResolvers<void>();
    const http = await serving(open, (_, response) => {
      response.on("close", closed.resolve);
      response.write("first");
    });
    for await (const _ of (await http.send({ method: "GET", path: "/events" })).body) break;
    await closed.promise;
  });

  test("calling off closes a stream that nobody has begun to read", async () => {
    const closed = Promise.withResolvers<void>();
    const http = await serving(open, (_, response) => {
      response.on("close", closed.resolve);
      response.write("first");
    });
    const abort = new AbortController();
    const { body } = await http.send({ method: "GET", path: "/events", signal: abort.signal });
    abort.abort(new Error("enough"));
    await closed.promise;
    await expect(body[Symbol.asyncIterator]().next()).rejects.toThrow("enough");
  });

  test("calling off ends a call that waits for its answer", async () => {
    const asked = Promise.withResolvers<void>();
    const http = await serving(open, () => asked.resolve());
    const abort = new AbortController();
    const call = http.send({ method: "POST", path: "/stop", signal: abort.signal });
    await asked.promise;
    abort.abort(new Error("enough"));
    await expect(call).rejects.toThrow("enough");
  });

  test("an engine that dies in the middle of a stream is a lost connection", async () => {
    const http = await serving(open, (_, response) => {
      response.write("first");
      setImmediate(() => response.socket?.destroy());
    });
    const { body } = await http.send({ method: "GET", path: "/events?x=1" });
    const read = async (): Promise<void> => {
      for await (const _ of body);
    };
    await expect(read()).rejects.toMatchObject({
      code: "ENGINE_CONNECTION_LOST",
      message: expect.stringContaining("GET /events"),
    });
  });

  test("an upload is made no faster than the engine takes it", async () => {
    const asked = Promise.withResolvers<IncomingMessage>();
    const http = await serving(open, (request) => asked.resolve(request.pause()));
    let pulled = 0;
    const paused = Promise.withResolvers<void>();
    async function* upload(): AsyncGenerator<Uint8Array> {
      for (; pulled < 2000; pulled++) {
        const waiting = setImmediate(() => setImmediate(paused.resolve));
        yield new Uint8Array(64 * 1024);
        clearImmediate(waiting);
      }
    }
    const abort = new AbortController();
    const call = http.send({ method: "POST", path: "/build", body: upload(), signal: abort.signal });
    await asked.promise;
    await paused.promise;
    expect(pulled).toBeLessThan(1000);
    abort.abort(new Error("enough"));
    await expect(call).rejects.toThrow("enough");
  });

  test("an answer that comes before the upload is over counts", async () => {
    const http = await serving(open, (_, response) => {
      response.statusCode = 400;
      response.end("no");
    });
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        yield new Uint8Array(1024);
        await new Promise(setImmediate);
      }
    }
    expect((await http.send({ method: "POST", path: "/build", body: endless() })).status).toBe(400);
  });

  test("an upload whose source fails rejects with that failure", async () => {
    const http = await serving(open, () => undefined);
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(1);
      throw new Error("unreadable");
    }
    await expect(http.send({ method: "POST", path: "/build", body: failing() })).rejects.toThrow("unreadable");
  });
});

test("events that end because the engine goes away are a lost connection", async () => {
  const path = join(root, "events.sock");
  const server = createServer((request, response) => {
    response.setHeader("Api-Version", "1.41");
    response.end(request.url === "/_ping" ? "OK" : '{"Action":"start"}\n');
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const { system } = connectEngine({ env: {}, host: `unix://${path}` });
  const seen: string[] = [];
  const follow = async (): Promise<void> => {
    for await (const { Action } of await system.events()) seen.push(Action);
  };
  await expect(follow()).rejects.toMatchObject({ code: "ENGINE_CONNECTION_LOST" });
  expect(seen).toEqual(["start"]);
});

test("streams never keep a call from being made, however many are open", async () => {
  const http = await serving(openHttp, (request, response) => {
    if (request.url === "/events") response.write("first");
    else response.end("done");
  });
  const streams = Array.from({ length: 300 }, () => http.send({ method: "GET", path: "/events" }));
  expect((await Promise.all(streams)).length).toBe(300);
  expect((await http.send({ method: "GET", path: "/_ping" })).status).toBe(200);
  http.close();
});

let made = 0;

async function serving(
  open: (endpoint: Endpoint) => Http,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Http> {
  const path = join(root, `${made++}.sock`);
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return open(resolveEndpoint({ env: {}, host: `unix://${path}` }));
}
