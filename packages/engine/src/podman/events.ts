import type { EngineEvent, Filters } from "../types/system.ts";

/**
 * Podman's word for what happened to a container → Docker's; empty: Docker says nothing of it.
 * Source: containers/podman `libpod/events/config.go`, moby `api/types/events`.
 */
const words: Readonly<Record<string, string>> = {
  init: "",
  cleanup: "",
  remove: "destroy",
  died: "die",
  exec: "exec_start",
  exec_died: "exec_die",
};

/** The events of Podman as Docker would tell them. */
export async function* inDockersWords(events: AsyncIterable<EngineEvent>): AsyncGenerator<EngineEvent, void> {
  for await (const event of events) {
    const word = event.Type === "container" ? (words[event.Action] ?? event.Action) : event.Action;
    if (word !== "") yield word === event.Action ? event : { ...event, Action: word };
  }
}

/** Filters of events in Podman's words. */
export function filtersInPodmansWords(filters: Filters | undefined): Filters | undefined {
  if (!filters?.["event"]) return filters;
  const event = filters["event"].map(
    (word) => Object.entries(words).find(([, docker]) => docker === word)?.[0] ?? word,
  );
  return { ...filters, event };
}

/** The events of what has all the labels, each `key` or `key=value`: Podman is content with one of them. */
export async function* withLabels(
  events: AsyncIterable<EngineEvent>,
  labels: readonly string[],
): AsyncGenerator<EngineEvent, void> {
  const wanted = labels.map((text): readonly [string, string | undefined] => {
    const cut = text.indexOf("=");
    return cut === -1 ? [text, undefined] : [text.slice(0, cut), text.slice(cut + 1)];
  });
  for await (const event of events) {
    const { Attributes } = event.Actor;
    if (wanted.every(([key, value]) => key in Attributes && (value === undefined || Attributes[key] === value)))
      yield event;
  }
}

/** How often a subscription may be taken up in a row without an event: after that the engine counts as gone. */
const patience = 40;

/**
 * Podman ends a subscription when it begins a new log of events: it is taken up again after the last event that was told.
 * Ends when that was done many times in a row and nothing came. `from`: seconds since 1970.
 * Source: containers/podman `libpod/events/logfile.go`.
 */
export async function* resumed(
  first: AsyncIterable<EngineEvent>,
  from: number | undefined,
  open: (since: number | undefined) => Promise<AsyncIterable<EngineEvent>>,
): AsyncGenerator<EngineEvent, void> {
  let last = from === undefined ? undefined : from * 1e9;
  let empty = 0;
  for (let events = first; empty < patience; events = await open(last === undefined ? undefined : last / 1e9)) {
    const before = last ?? 0;
    for await (const event of events) {
      if (event.timeNano <= before) continue;
      last = event.timeNano;
      empty = 0;
      yield event;
    }
    empty++;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
