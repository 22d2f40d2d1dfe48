import { isSlipwayError } from "@slipway/core";
import type { ContainerSummary, Engine } from "@slipway/engine";
import { gone, unless } from "../engine-errors.ts";
import { hasBegun } from "../has-begun.ts";
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

/** Milliseconds after which a worker that does not stand still has given a container its name, also on a busy machine. */
const namedByThen = 5_000;
const lookAgain = 500;

/**
 * Removes containers that run a job and have no name to find it by: a worker that stands still between the two may come back when the
 * job runs elsewhere. `own`: those that this process is about to name. True when there may be one more name now.
 */
export async function removeUnnamed(engine: Engine, group: string, own: ReadonlySet<string>): Promise<boolean> {
  const filters = { label: [`${labels.group}=${group}`, `${labels.role}=parked`], status: ["running"] };
  const nameless = async (): Promise<readonly string[]> => {
    const found = (await engine.containers.list({ filters })).filter(({ Names }) => Names.every(isOfNobody));
    return found.flatMap(({ Id }) => (own.has(Id) ? [] : [Id]));
  };
  let begun: string[] = [];
  for (const id of await nameless()) if (await unless(gone, hasBegun(engine, id))) begun.push(id);
  if (begun.length === 0) return false;
  for (const deadline = performance.now() + namedByThen; begun.length > 0 && performance.now() < deadline; ) {
    await new Promise((resolve) => setTimeout(resolve, lookAgain));
    const left = await nameless();
    begun = begun.filter((id) => left.includes(id));
  }
  for (const id of begun) await removeContainer(engine, id);
  return true;
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
