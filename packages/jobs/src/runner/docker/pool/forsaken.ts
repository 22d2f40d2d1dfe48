import { isSlipwayError } from "@slipway/core";
import type { ContainerSummary, Engine } from "@slipway/engine";
import { labels, parkedName, unusedPause } from "../names.ts";
import { removeContainer } from "../remove.ts";

/** Seconds after which a network that no job was given is forsaken where containers do not notice that their worker has gone. */
const patience = 600;

/** Milliseconds that a container may be made and not started, or a volume have no container; a worker that lives needs far less. */
const usual = 10_000;

/**
 * Removes containers that waited for a job and have ended, or were never started: their worker has gone, and with it their input. They
 * still have the name of one that waits, so no job was ever in them. On Podman, where a container's input does not end with its worker,
 * nothing waits: what still has such a name after a while was left in the middle of a start. To be called again and again.
 */
export function createForsaken(engine: Engine, unused = usual): (found: readonly ContainerSummary[]) => Promise<void> {
  const since = createSince(unused);
  return async (found) => {
    const isPodman = (await engine.kind()) === "podman";
    const waiting = found.filter(({ Names }) => Names.every(isOfNobody));
    const unstarted = since(waiting.filter(({ State }) => State === "created").map(({ Id }) => Id));
    const forsaken = waiting.filter(
      ({ Id, State, Created }) =>
        State === "exited" ||
        State === "dead" ||
        unstarted.has(Id) ||
        (isPodman && Date.now() / 1000 - Created > patience),
    );
    for (const { Id } of forsaken) await removeContainer(engine, Id);
  };
}

/**
 * Removes volumes of a group that no container has: an engine that crashes while it makes or removes a container leaves its volume. To
 * be called again and again.
 */
export function createForsakenVolumes(engine: Engine, group: string, unused = usual): () => Promise<void> {
  const since = createSince(unused);
  return async () => {
    const filters = { label: [`${labels.group}=${group}`], dangling: ["true"] };
    const found = await engine.volumes.list({ filters });
    for (const name of since(found.map(({ Name }) => Name))) {
      await engine.volumes.remove(name).catch((cause: unknown) => {
        // Docker has lost count of its mounts in a crash, and refuses until it is started anew: it is asked again.
        if (!isSlipwayError(cause)) throw cause;
      });
    }
  };
}

/** Gives those that were seen again and again for so many milliseconds. */
function createSince(unused: number): (now: readonly string[]) => ReadonlySet<string> {
  let seen = new Map<string, number>();
  return (ids) => {
    const now = performance.now();
    seen = new Map(ids.map((id) => [id, seen.get(id) ?? now]));
    return new Set(ids.filter((id) => now - (seen.get(id) ?? now) > unused));
  };
}

function isOfNobody(name: string): boolean {
  return name.startsWith(`/${unusedPause}`) || name.startsWith(`/${parkedName}`);
}
