import type { EngineEvent } from "../types/system.ts";

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

/**
 * Podman ends a subscription when it begins a new log of events: it is taken up again after the last event that was told.
 * Ends when the new one says nothing more.
 * Source: containers/podman `libpod/events/logfile.go`.
 */
export async function* resumed(
  first: AsyncIterable<EngineEvent>,
  open: (since: number) => Promise<AsyncIterable<EngineEvent>>,
): AsyncGenerator<EngineEvent, void> {
  let last = 0;
  for (let events = first; ; events = await open(last / 1e9)) {
    const before = last;
    for await (const event of events) {
      if (event.timeNano <= before) continue;
      last = event.timeNano;
      yield event;
    }
    if (last === before) return;
  }
}
