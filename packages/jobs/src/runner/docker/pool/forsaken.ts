import type { ContainerSummary, Engine } from "@slipway/engine";
import { parkedName, unusedPause } from "../names.ts";
import { removeContainer } from "../remove.ts";

/** Seconds after which a network that no job was given is forsaken where containers do not notice that their worker has gone. */
const patience = 600;

/** Milliseconds that a container may stand between its making and its start; a worker that lives needs far less. */
const unstarted = 10_000;

/**
 * Removes containers that waited for a job and have ended, or were never started: their worker has gone, and with it their input. They
 * still have the name of one that waits, so no job was ever in them. On Podman, where a container's input does not end with its worker,
 * nothing waits: what still has such a name after a while was left in the middle of a start. To be called again and again.
 */
export function createForsaken(engine: Engine): (found: readonly ContainerSummary[]) => Promise<void> {
  /** When it was seen first that they were not started. */
  let seen = new Map<string, number>();
  return async (found) => {
    const now = performance.now();
    const isPodman = (await engine.kind()) === "podman";
    const waiting = found.filter(({ Names }) => Names.every(isOfNobody));
    const made = waiting.filter(({ State }) => State === "created");
    seen = new Map(made.map(({ Id }) => [Id, seen.get(Id) ?? now]));
    const forsaken = waiting.filter(
      ({ Id, State, Created }) =>
        State === "exited" ||
        State === "dead" ||
        now - (seen.get(Id) ?? now) > unstarted ||
        (isPodman && Date.now() / 1000 - Created > patience),
    );
    for (const { Id } of forsaken) await removeContainer(engine, Id);
  };
}

function isOfNobody(name: string): boolean {
  return name.startsWith(`/${unusedPause}`) || name.startsWith(`/${parkedName}`);
}
