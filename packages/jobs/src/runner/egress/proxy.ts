import type { Socket } from "node:net";
import { connectAny } from "./connect-any.ts";
import type { Egress } from "./egress.ts";
import { parseTarget, type Target, targetText } from "./hosts.ts";

/** A connection that a job has made to its proxy. */
export interface Connection {
  readonly input: AsyncIterable<Uint8Array>;
  /** Resolves when the bytes are handed over. */
  write(bytes: Uint8Array): Promise<void>;
  /** Nothing more will be written. */
  end(): void;
  close(): void;
}

/** Bytes of the longest head of a request. */
const longestHead = 64 * 1024;

/**
 * Serves one connection of an HTTP proxy: CONNECT, or one request for a whole URL. Source: RFC 9110 sections 7.6, 9.3.6; RFC 9112
 * section 3.2.
 */
export async function serveProxy(connection: Connection, egress: Egress): Promise<void> {
  const input = connection.input[Symbol.asyncIterator]();
  try {
    const request = await readHead(input);
    const asked = request && parseRequest(request.head);
    if (!asked) return await refuse(connection, "400 Bad Request", "this is a proxy for HTTP");
    const judged = await egress.decide(asked.target);
    if ("denied" in judged) return await refuse(connection, "403 Forbidden", judged.denied);
    const { connectMs, stalledMs } = egress.patience;
    const upstream = await connectAny(judged.addresses, asked.target.port, connectMs);
    if (!upstream) {
      const why = `${targetText(asked.target)} does not answer`;
      egress.failed(why);
      return await refuse(connection, "502 Bad Gateway", why);
    }
    upstream.setTimeout(stalledMs, () => {
      egress.failed(`${targetText(asked.target)} has sent nothing for ${stalledMs / 1000} s`);
      upstream.destroy();
    });
    try {
      if (asked.forward === undefined)
        await connection.write(Buffer.from("HTTP/1.1 200 Connection established\r\n\r\n"));
      else upstream.write(asked.forward);
      upstream.write(request.rest);
      // Whoever ends first ends both: HTTP has no use for half a connection.
      await Promise.race([pipeUp(input, upstream), pipeDown(upstream, connection)]);
    } finally {
      upstream.destroy();
    }
  } finally {
    connection.end();
    await input.return?.();
    connection.close();
  }
}

interface Asked {
  readonly target: Target;
  /** The head to send on; absent for a tunnel. */
  readonly forward?: string;
}

function parseRequest(head: string): Asked | undefined {
  const [first = "", ...fields] = head.split("\r\n");
  const [, method = "", uri = ""] = /^([A-Z]+) (\S+) HTTP\/1\.[01]$/.exec(first) ?? [];
  if (method === "CONNECT") {
    const target = parseTarget(uri);
    return target && { target };
  }
  const [, authority = "", path = ""] = /^http:\/\/([^/?#]+)([^#]*)$/i.exec(uri) ?? [];
  const target = parseTarget(authority.replace(/^.*@/, ""), 80);
  if (!target) return undefined;
  // One request for each connection: the next may be for another host.
  const kept = fields.filter((field) => !/^(?:proxy-[a-z-]+|connection|keep-alive|host):/i.test(field));
  const lines = [
    `${method} ${path.startsWith("/") ? path : `/${path}`} HTTP/1.1`,
    `Host: ${authority.replace(/^.*@/, "")}`,
    ...kept,
    "Connection: close",
  ];
  return { target, forward: `${lines.join("\r\n")}\r\n\r\n` };
}

async function readHead(
  input: AsyncIterator<Uint8Array>,
): Promise<{ readonly head: string; readonly rest: Uint8Array } | undefined> {
  let seen = Buffer.alloc(0);
  while (seen.length <= longestHead) {
    const end = seen.indexOf("\r\n\r\n");
    if (end !== -1) return { head: seen.toString("latin1", 0, end), rest: seen.subarray(end + 4) };
    const next = await input.next();
    if (next.done) return undefined;
    seen = Buffer.concat([seen, next.value]);
  }
  return undefined;
}

async function refuse(connection: Connection, status: string, why: string): Promise<void> {
  const body = `slipway: ${why}\n`;
  const head = `HTTP/1.1 ${status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
  await connection.write(Buffer.from(`${head}Connection: close\r\n\r\n${body}`));
}

async function pipeUp(input: AsyncIterator<Uint8Array>, upstream: Socket): Promise<void> {
  for (let next = await input.next(); !next.done; next = await input.next()) {
    if (upstream.destroyed) return;
    if (!upstream.write(next.value)) await drained(upstream);
  }
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      for (const name of ["drain", "close"]) socket.off(name, done);
      resolve();
    };
    for (const name of ["drain", "close"]) socket.once(name, done);
  });
}

async function pipeDown(upstream: Socket, connection: Connection): Promise<void> {
  try {
    for await (const chunk of upstream) await connection.write(chunk as Uint8Array);
  } catch (cause) {
    // The server, or the job, has dropped the connection: it is over either way.
    if (!(cause instanceof Error && "code" in cause)) throw cause;
  }
}
