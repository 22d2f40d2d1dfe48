import type { EngineAnswer } from "./errors.ts";
import type { Http, HttpRequest, HttpResponse } from "./http.ts";
import { statusError } from "./status-error.ts";

type QueryValue = string | number | boolean | readonly string[] | object | undefined;

/** One call of the Engine API; the path has no version yet. */
export interface Call {
  readonly method: "GET" | "POST" | "PUT" | "DELETE" | "HEAD";
  readonly path: string;
  /** Undefined values are left out, lists are repeated, objects are sent as JSON. */
  readonly query?: Readonly<Record<string, QueryValue>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly body?: HttpRequest["body"];
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** What the call is about, for the engine's messages that do not name it. */
  readonly subject?: string;
  /** Podman's own API instead of Docker's. */
  readonly api?: "libpod";
  /** Statuses beside 2xx that are no failure. */
  readonly accept?: readonly number[];
}

/** Makes calls of one negotiated version and turns failures into typed errors. */
export interface Caller {
  /** The answer as JSON. */
  json<T>(call: Call): Promise<T>;
  /** The answer does not matter; its status is given. */
  done(call: Call): Promise<number>;
  /** Resolves when the headers are there; the body follows. */
  stream(call: Call): Promise<HttpResponse>;
  /** The versioned path with its query. */
  path(call: Pick<Call, "api" | "path" | "query">): Promise<string>;
}

/** Podman's own API, in the oldest version that the calls are written for. */
const libpod = "/v4.0.0/libpod";

/** A caller over HTTP; `version` is asked at the first call. */
export function createCaller(http: Http, version: () => Promise<string>): Caller {
  const path: Caller["path"] = async (call) =>
    `${call.api === "libpod" ? libpod : `/v${await version()}`}${call.path}${queryOf(call.query)}`;

  async function stream(call: Call): Promise<HttpResponse> {
    const response = await http.send({
      method: call.method,
      path: await path(call),
      headers: {
        ...(call.json === undefined ? {} : { "content-type": "application/json" }),
        ...call.headers,
      },
      ...bodyOf(call),
      signal: call.signal,
    });
    if (isSuccess(response.status) || call.accept?.includes(response.status)) return response;
    throw failure(call, response.status, await readText(response.body));
  }

  return {
    path,
    stream,
    async json<T>(call: Call): Promise<T> {
      return JSON.parse(await readText((await stream(call)).body)) as T;
    },
    async done(call) {
      const response = await stream(call);
      for await (const _ of response.body);
      return response.status;
    },
  };
}

/** The error for an answer that is a failure; `text` is its body. */
export function failure(call: Pick<Call, "method" | "path" | "subject">, status: number, text: string): Error {
  const answer: EngineAnswer = {
    method: call.method,
    path: call.path,
    status,
    message: messageOf(text, status),
  };
  return statusError(answer, call.subject);
}

/** All of a body as text. */
export async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** An id or a name as one segment of a path. */
export function segment(text: string): string {
  return encodeURIComponent(text);
}

/** Query parameters as the engine reads them, with the `?`; empty when there are none. */

function bodyOf(call: Call): Pick<HttpRequest, "body"> {
  if (call.json !== undefined) return { body: JSON.stringify(call.json) };
  return call.body === undefined ? {} : { body: call.body };
}
function queryOf(query: Call["query"]): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined) continue;
    if (Array.isArray(value)) for (const one of value) search.append(name, String(one));
    else search.append(name, typeof value === "object" ? JSON.stringify(value) : String(value));
  }
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}

function messageOf(text: string, status: number): string {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null) {
      const { message, cause } = parsed as {
        message?: unknown;
        cause?: unknown;
      };
      if (typeof message === "string" && message !== "") return message;
      if (typeof cause === "string" && cause !== "") return cause;
    }
  } catch {
    // Proxies answer with plain text or HTML: its first line is what there is to show.
  }
  return text.trim().split("\n")[0]?.slice(0, 500) || `status ${status}`;
}
