import { type Caller, segment } from "../call.ts";
import type { ExecCalls } from "../engine.ts";
import type { Hijack } from "../streams/hijack.ts";
import type { ExecInspect } from "../types/container.ts";

/** `/exec` and `/containers/{id}/exec`. Source: Engine API 1.41, "Exec". */
export function execCalls(call: Caller, hijack: Hijack): ExecCalls {
  const path = (id: string, rest: string): string => `/exec/${segment(id)}${rest}`;
  return {
    create: (container, body, { signal } = {}) =>
      call.json<{ Id: string }>({
        method: "POST",
        path: `/containers/${segment(container)}/exec`,
        json: body,
        signal,
        subject: container,
      }),
    start: (id, tty, { signal } = {}) =>
      hijack(
        {
          method: "POST",
          path: path(id, "/start"),
          json: { Detach: false, Tty: tty },
          signal,
          subject: id,
        },
        tty,
      ),
    async startDetached(id, tty, { signal } = {}) {
      const json = { Detach: true, Tty: tty };
      await call.done({
        method: "POST",
        path: path(id, "/start"),
        json,
        signal,
        subject: id,
      });
    },
    inspect: (id, { signal } = {}) =>
      call.json<ExecInspect>({
        method: "GET",
        path: path(id, "/json"),
        signal,
        subject: id,
      }),
    async resize(id, { rows, columns }, { signal } = {}) {
      await call.done({
        method: "POST",
        path: path(id, "/resize"),
        query: { h: rows, w: columns },
        signal,
        subject: id,
      });
    },
  };
}
