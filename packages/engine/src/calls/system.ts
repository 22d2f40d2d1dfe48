import type { Caller } from "../call.ts";
import type { Endpoint } from "../endpoint/resolve.ts";
import type { SystemCalls } from "../engine.ts";
import type { EngineKind } from "../engine-kind.ts";
import { engineErrors } from "../errors.ts";
import { filtersInPodmansWords, inDockersWords, resumed, withLabels } from "../podman/events.ts";
import { parseJsonLines } from "../streams/json-lines.ts";
import type { EngineEvent, SystemInfo, SystemVersion } from "../types/system.ts";

/** `/_ping`, `/version`, `/info`, `/events`. Source: Engine API 1.41, "System". */
export function systemCalls(call: Caller, { address, remote }: Endpoint, kind: () => Promise<EngineKind>): SystemCalls {
  return {
    async ping({ signal } = {}) {
      await call.done({ method: "GET", path: "/_ping", signal });
    },
    version: ({ signal } = {}) => call.json<SystemVersion>({ method: "GET", path: "/version", signal }),
    info: ({ signal } = {}) => call.json<SystemInfo>({ method: "GET", path: "/info", signal }),
    async events({ signal, since, until, filters } = {}) {
      const isPodman = (await kind()) === "podman";
      // Podman begins to read its log of events only after it has accepted the subscription; with a time it reads what was
      // missed. The clock of another machine says nothing here.
      const from = since ?? (isPodman && !remote ? Date.now() / 1000 : undefined);
      // With an end that has passed Podman tells nothing; it tells all up to now when it is not to go on.
      const isPast = isPodman && until !== undefined && until <= Date.now() / 1000;
      const open = async (start: number | undefined): Promise<AsyncIterable<EngineEvent>> => {
        const end = isPast ? { stream: false } : { until: until?.toFixed(9) };
        const query = {
          since: start?.toFixed(9),
          ...end,
          filters: isPodman ? filtersInPodmansWords(filters) : filters,
        };
        const { body } = await call.stream({ method: "GET", path: "/events", query, signal });
        const events = parseJsonLines<EngineEvent>(body);
        return isPodman ? withLabels(events, filters?.["label"] ?? []) : events;
      };
      const first = await open(from);
      if (!isPodman) return until === undefined ? endless(first, address) : first;
      if (until !== undefined) return inDockersWords(isPast ? before(first, until) : first);
      return endless(inDockersWords(resumed(first, from, open)), address);
    },
  };
}

/** Events without an end asked for: when they end all the same the engine has gone, which who waits for one must hear. */
async function* endless<T>(events: AsyncIterable<T>, address: string): AsyncGenerator<T, void> {
  yield* events;
  throw engineErrors.error("ENGINE_CONNECTION_LOST", { address, doing: "GET /events" });
}

/** The events up to a time, in seconds since 1970. */
async function* before(events: AsyncIterable<EngineEvent>, until: number): AsyncGenerator<EngineEvent, void> {
  for await (const event of events) if (event.timeNano <= until * 1e9) yield event;
}
