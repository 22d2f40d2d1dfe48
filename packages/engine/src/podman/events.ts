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
