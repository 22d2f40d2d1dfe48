import type { Socket } from "node:net";
import type { ConnectionOptions } from "node:tls";
import { type Call, type Caller, failure } from "../call.ts";
import type { Endpoint } from "../endpoint/resolve.ts";
import type { ProcessStream } from "../engine.ts";
import { connectionOptions } from "../http.ts";
import { isSystemError, unreachable } from "../unreachable.ts";
import { demultiplex, rawOutput } from "./demux.ts";

/** Makes a call whose connection becomes a two-way stream. */
export type Hijack = (call: Call, tty: boolean) => Promise<ProcessStream>;

/**
 * Attach and exec: an HTTP request whose connection then carries the process's streams in both directions.
 * It is written on a plain socket because the `upgrade` of HTTP clients differs between runtimes, and because
 * bytes of the process may arrive together with the answer's head. Source: Engine API, "Attach to a container", hijacking.
 */
export function createHijack(endpoint: Endpoint, call: Caller): Hijack {
  return async (request, tty) => {
    const { signal } = request;
    const doing = `${request.method} ${request.path}`;
    const prefix = endpoint.target.kind === "tcp" ? endpoint.target.prefix : "";
    const path = prefix + (await call.path(request));
    signal?.throwIfAborted();
    const socket = await openSocket(endpoint, doing);
    const callOff = (): void => {
      socket.destroy();
    };
    if (signal?.aborted) callOff();
    signal?.addEventListener("abort", callOff, { once: true });
    socket.once("close", () => signal?.removeEventListener("abort", callOff));
    try {
      socket.write(requestHead(endpoint, request.method, path, request.json));
      const chunks = received(socket);
      const { status, head, rest } = await readHead(chunks, () => unreachable.lost(endpoint, doing));
      if (status !== 101 && status !== 200) throw failure(request, status, await readFailure(chunks, head, rest));
      return processStream(socket, output(rest, chunks, signal), tty);
    } catch (cause) {
      socket.destroy();
      if (signal?.aborted) throw signal.reason;
      throw isSystemError(cause) ? unreachable.from(cause, endpoint, doing) : cause;
    }
  };
}

async function openSocket(endpoint: Endpoint, doing: string): Promise<Socket> {
  const { target } = endpoint;
  const secure = target.kind === "tcp" && target.tls !== undefined;
  const connect = await (secure ? secureConnector : plainConnector)(endpoint);
  return await new Promise((resolve, reject) => {
    const socket = connect();
    socket.setNoDelay(true);
    const fail = (cause: Error): void => reject(unreachable.from(cause, endpoint, doing));
    socket.once("error", fail);
    socket.once(secure ? "secureConnect" : "connect", () => {
      socket.off("error", fail);
      resolve(socket);
    });
  });
}

// Loaded on use: most commands attach to nothing.
async function plainConnector({ target }: Endpoint): Promise<() => Socket> {
  const { connect } = await import("node:net");
  return () => connect(target.kind === "unix" ? { path: target.socketPath } : { host: target.host, port: target.port });
}

async function secureConnector(endpoint: Endpoint): Promise<() => Socket> {
  const [{ connect }, { isIP }] = await Promise.all([import("node:tls"), import("node:net")]);
  const { host = "" } = connectionOptions(endpoint);
  const options = { ...connectionOptions(endpoint), servername: isIP(host ?? "") ? "" : host };
  return () => connect(options as ConnectionOptions);
}

function requestHead({ target }: Endpoint, method: string, path: string, json: unknown): string {
  const body = json === undefined ? "" : JSON.stringify(json);
  const host = target.kind === "unix" ? "docker" : `${target.host}:${target.port}`;
  return [
    `${method} ${path} HTTP/1.1`,
    `Host: ${host}`,
    "Connection: Upgrade",
    "Upgrade: tcp",
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "",
    body,
  ].join("\r\n");
}

/** What arrives on a socket; an iterator of its own, because leaving a socket's iterator would destroy the socket. */
async function* received(socket: Socket): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of socket) yield chunk as Uint8Array;
}

interface Head {
  readonly status: number;
  readonly head: string;
  readonly rest: Buffer;
}

async function readHead(chunks: AsyncGenerator<Uint8Array, void>, lost: () => Error): Promise<Head> {
  let seen = Buffer.alloc(0);
  for (;;) {
    const end = seen.indexOf("\r\n\r\n");
    if (end !== -1) {
      const head = seen.toString("latin1", 0, end);
      return {
        status: Number(head.split(" ", 2)[1]),
        head,
        rest: seen.subarray(end + 4),
      };
    }
    const next = await chunks.next();
    if (next.done) throw lost();
    seen = Buffer.concat([seen, next.value]);
  }
}

/** The body of a refusal: engines send one short JSON object, with its length or in chunks. */
async function readFailure(chunks: AsyncGenerator<Uint8Array, void>, head: string, rest: Buffer): Promise<string> {
  const length = /^content-length: *(\d+)/im.exec(head)?.[1];
  const complete = (body: Buffer): boolean =>
    length === undefined ? body.subarray(-5).toString() === "0\r\n\r\n" : body.length >= Number(length);
  let body = rest;
  while (!complete(body)) {
    const next = await chunks.next();
    if (next.done) break;
    body = Buffer.concat([body, next.value]);
  }
  const text = body.toString("utf8");
  return /\{.*\}/s.exec(text)?.[0] ?? text;
}

async function* output(
  first: Uint8Array,
  chunks: AsyncGenerator<Uint8Array, void>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void> {
  if (first.length > 0) yield first;
  try {
    yield* chunks;
  } catch (cause) {
    // Engines drop the connection instead of closing it when a process is killed: its output is over either way.
    if (!signal?.aborted && !(cause instanceof Error && "code" in cause)) throw cause;
  }
  if (signal?.aborted) throw signal.reason;
}

function processStream(socket: Socket, chunks: AsyncIterable<Uint8Array>, tty: boolean): ProcessStream {
  // Without a listener a write to a process that has gone would end the program; write() itself tells of it.
  socket.on("error", () => undefined);
  return {
    output: tty ? rawOutput(chunks) : demultiplex(chunks),
    write: (data) =>
      new Promise((resolve, reject) => {
        socket.write(data, (cause) => (cause ? reject(cause) : resolve()));
      }),
    end: () => {
      socket.end();
    },
    close: () => {
      socket.destroy();
    },
  };
}
