import http from "node:http";
import https from "node:https";
import type { Endpoint } from "./endpoint/resolve.ts";
import { connectionOptions, type Http, type HttpRequest, type HttpResponse } from "./http.ts";
import { isSystemError, unreachable } from "./unreachable.ts";

/**
 * {@link Http} with `node:http`. A call that is called off rejects with the signal's reason, also while its body is read.
 *
 * @throws (from `send`) ENGINE_UNREACHABLE, ENGINE_PERMISSION, ENGINE_CONNECTION_LOST
 */
export function openNodeHttp(endpoint: Endpoint): Http {
  const { target } = endpoint;
  const secure = target.kind === "tcp" && target.tls !== undefined;
  const agent = secure ? new https.Agent({ keepAlive: true }) : new http.Agent({ keepAlive: true });
  const options: https.RequestOptions = {
    agent,
    ...connectionOptions(endpoint),
  };
  const prefix = target.kind === "tcp" ? target.prefix : "";
  const makeRequest = secure ? https.request : http.request;

  function attempt(request: HttpRequest, mayRepeat: boolean): Promise<HttpResponse> {
    const { signal } = request;
    const doing = `${request.method} ${request.path.split("?")[0]}`;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const sent = makeRequest({
        ...options,
        method: request.method,
        path: prefix + request.path,
        headers: { ...request.headers, ...lengthOf(request.body) },
      });
      let answered = false;
      const callOff = (): void => {
        sent.destroy();
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", callOff, { once: true });
      sent.on("response", (response) => {
        answered = true;
        signal?.removeEventListener("abort", callOff);
        const body = readBody(response, signal, () => unreachable.lost(endpoint, doing));
        resolve({
          status: response.statusCode ?? 0,
          headers: plainHeaders(response),
          body,
        });
      });
      sent.on("error", (cause: NodeJS.ErrnoException) => {
        signal?.removeEventListener("abort", callOff);
        if (answered) return;
        // A kept connection that the engine has closed meanwhile: nothing was done yet, so a question is asked again.
        if (mayRepeat && sent.reusedSocket && request.method === "GET" && cause.code === "ECONNRESET") {
          return resolve(attempt(request, false));
        }
        reject(signal?.aborted ? signal.reason : unreachable.from(cause, endpoint, doing));
      });
      send(sent, request.body).catch((cause: unknown) => {
        sent.destroy();
        // The engine may answer before the upload is over (a refused build): then its answer counts.
        if (!answered) reject(cause);
      });
    });
  }

  return {
    send: (request) => attempt(request, true),
    close: () => agent.destroy(),
  };
}

function lengthOf(body: HttpRequest["body"]): Record<string, string> {
  if (body === undefined) return { "content-length": "0" };
  if (typeof body === "string") return { "content-length": String(Buffer.byteLength(body)) };
  return body instanceof Uint8Array ? { "content-length": String(body.byteLength) } : {};
}

function plainHeaders({ headers }: http.IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

async function send(sent: http.ClientRequest, body: HttpRequest["body"]): Promise<void> {
  if (body === undefined || typeof body === "string" || body instanceof Uint8Array) {
    sent.end(body);
    return;
  }
  for await (const chunk of body) {
    if (sent.destroyed || sent.writableEnded) return;
    if (!sent.write(chunk)) await drained(sent);
  }
  sent.end();
}

function drained(sent: http.ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      for (const name of ["drain", "close", "error"]) sent.off(name, done);
      resolve();
    };
    for (const name of ["drain", "close", "error"]) sent.once(name, done);
  });
}

/** The body as it comes. Calling off works from here on, also when nobody has begun to read. */
function readBody(
  response: http.IncomingMessage,
  signal: AbortSignal | undefined,
  lost: () => Error,
): AsyncGenerator<Uint8Array, void> {
  const callOff = (): void => {
    response.destroy();
  };
  if (signal?.aborted) callOff();
  signal?.addEventListener("abort", callOff, { once: true });
  response.once("close", () => signal?.removeEventListener("abort", callOff));
  // What goes wrong while nobody reads is told to who reads later.
  response.on("error", () => undefined);
  return (async function* () {
    try {
      for await (const chunk of response) {
        yield chunk as Uint8Array;
        signal?.throwIfAborted();
      }
    } catch (cause) {
      if (signal?.aborted) throw signal.reason;
      throw isSystemError(cause) ? lost() : cause;
    } finally {
      response.destroy();
    }
    if (signal?.aborted) throw signal.reason;
    if (!response.complete) throw lost();
  })();
}
