import { type Caller, segment } from "../call.ts";
import type { NetworkCalls } from "../engine.ts";
import type { NetworkInspect } from "../types/network.ts";

/** `/networks`. Source: Engine API 1.41, "Network". */
export function networkCalls(call: Caller): NetworkCalls {
  const path = (id: string, rest = ""): string => `/networks/${segment(id)}${rest}`;
  return {
    list: ({ signal, filters } = {}) =>
      call.json<NetworkInspect[]>({
        method: "GET",
        path: "/networks",
        query: { filters },
        signal,
      }),
    inspect: (id, { signal } = {}) =>
      call.json<NetworkInspect>({
        method: "GET",
        path: path(id),
        signal,
        subject: id,
      }),
    create: (body, { signal } = {}) =>
      call.json<{ Id: string }>({
        method: "POST",
        path: "/networks/create",
        // Engines before API 1.44 make a second network of the same name unless asked not to.
        json: { CheckDuplicate: true, ...body },
        signal,
        subject: body.Name,
      }),
    async connect(id, container, endpoint, { signal } = {}) {
      const json = {
        Container: container,
        ...(endpoint ? { EndpointConfig: endpoint } : {}),
      };
      await call.done({
        method: "POST",
        path: path(id, "/connect"),
        json,
        signal,
        subject: id,
      });
    },
    async disconnect(id, container, { signal, force = false } = {}) {
      const json = { Container: container, Force: force };
      await call.done({
        method: "POST",
        path: path(id, "/disconnect"),
        json,
        signal,
        subject: id,
      });
    },
    async remove(id, { signal } = {}) {
      await call.done({
        method: "DELETE",
        path: path(id),
        accept: [404],
        signal,
        subject: id,
      });
    },
  };
}
