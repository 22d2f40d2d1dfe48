import type { Endpoint } from "./endpoint/resolve.ts";
import type { Http } from "./http.ts";
import { openFetchHttp } from "./http-fetch.ts";

/** Bun makes at most 256 requests at a time; the streams beyond this many go another way. */
const fetchLimit = 200;

/**
 * HTTP to an endpoint. A call that is called off rejects with the signal's reason, also while its body is read.
 *
 * Bun's `fetch` can speak to unix sockets and costs nothing to load, where `node:http` costs 20 ms at the first request and a
 * multiple of the time at each; Node's `fetch` cannot, so Node gets `node:http`.
 *
 * @throws (from `send`) ENGINE_UNREACHABLE, ENGINE_PERMISSION, ENGINE_CONNECTION_LOST
 */
export function openHttp(endpoint: Endpoint): Http {
  const fetching = "Bun" in globalThis ? openFetchHttp(endpoint) : undefined;
  let node: Promise<Http> | undefined;
  const openNode = (): Promise<Http> => {
    node ??= import("./http-node.ts").then(({ openNodeHttp }) => openNodeHttp(endpoint));
    return node;
  };
  return {
    async send(request) {
      if (fetching && fetching.open() < fetchLimit) return await fetching.send(request);
      return await (await openNode()).send(request);
    },
    close() {
      fetching?.close();
      // Ending is not waited for: there is nothing to tell when a connection is dropped.
      void node?.then((http) => http.close());
    },
  };
}
