import type { RequestOptions } from "node:https";
import type { Endpoint } from "./endpoint/resolve.ts";

/** One HTTP request, with the path as the engine sees it. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A stream is sent in chunks, as fast as the engine takes them. */
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Read it to its end or break out of the loop: both free the connection. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** Requests to one endpoint over connections that are kept. */
export interface Http {
  send(request: HttpRequest): Promise<HttpResponse>;
  close(): void;
}

/** What `http.request`, `net.connect` and `tls.connect` need to reach an endpoint. */
export function connectionOptions({ target }: Endpoint): RequestOptions {
  if (target.kind === "unix") return { socketPath: target.socketPath, host: "docker" };
  const { ca, cert, key, skipVerify } = target.tls ?? {};
  return {
    host: target.host,
    port: target.port,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(skipVerify ? { rejectUnauthorized: false } : {}),
  };
}
