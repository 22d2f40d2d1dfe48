import type { Endpoint } from "./endpoint/resolve.ts";
import { connectionOptions, type Http, type HttpRequest } from "./http.ts";
import { isSystemError, unreachable } from "./unreachable.ts";

/** {@link Http} with Bun's `fetch`, which keeps connections by itself. `open` counts the requests under way. */
export function openFetchHttp(endpoint: Endpoint): Http & { open(): number } {
  const { target } = endpoint;
  const secure = target.kind === "tcp" && target.tls !== undefined;
  const host =
    target.kind === "unix"
      ? "docker"
      : `${target.host.includes(":") ? `[${target.host}]` : target.host}:${target.port}`;
  const base = `${secure ? "https" : "http"}://${host}${target.kind === "tcp" ? target.prefix : ""}`;
  const options = {
    redirect: "manual",
    // Streams may be silent for hours.
    timeout: false,
    ...(target.kind === "unix" ? { unix: target.socketPath } : {}),
    ...(secure ? { tls: connectionOptions(endpoint) } : {}),
  } as BunFetchRequestInit;
  const running = new Set<AbortController>();

  async function* read(
    body: ReadableStream<Uint8Array> | null,
    call: AbortController,
    signal: AbortSignal | undefined,
    lost: () => Error,
    over: () => void,
  ): AsyncGenerator<Uint8Array, void> {
    let ended = false;
    try {
      for await (const chunk of body ?? []) {
        yield chunk;
        signal?.throwIfAborted();
      }
      ended = true;
    } catch (cause) {
      if (signal?.aborted) throw signal.reason;
      throw isSystemError(cause) || call.signal.aborted ? lost() : cause;
    } finally {
      if (!ended) call.abort();
      over();
    }
    if (signal?.aborted) throw signal.reason;
  }

  return {
    open: () => running.size,
    async send({ method, path, headers, body, signal }: HttpRequest) {
      signal?.throwIfAborted();
      const doing = `${method} ${path.split("?")[0]}`;
      const call = new AbortController();
      const over = (): void => {
        running.delete(call);
        signal?.removeEventListener("abort", callOff);
      };
      const callOff = (): void => {
        call.abort();
        over();
      };
      call.signal.addEventListener("abort", over, { once: true });
      signal?.addEventListener("abort", callOff, { once: true });
      running.add(call);
      try {
        const response = await fetch(base + path, {
          ...options,
          method,
          // Archives would be compressed for nothing.
          headers: { "accept-encoding": "identity", ...headers },
          ...(body === undefined ? {} : { body: body as NonNullable<BunFetchRequestInit["body"]> }),
          signal: call.signal,
        });
        const chunks = read(response.body, call, signal, () => unreachable.lost(endpoint, doing), over);
        return { status: response.status, headers: Object.fromEntries(response.headers), body: chunks };
      } catch (cause) {
        over();
        if (signal?.aborted) throw signal.reason;
        throw isSystemError(cause) ? unreachable.from(cause, endpoint, doing) : cause;
      }
    },
    close() {
      for (const call of running) call.abort();
    },
  };
}
