import type { ContainerSummary, Engine } from "@slipway/engine";
import { parkedName, unusedPause } from "../names.ts";
import { removeContainer } from "../remove.ts";

/** Seconds after which a network that no job was given is forsaken where containers do not notice that their worker has gone. */
const patience = 600;

/**
 * Removes containers that waited for a job and have ended: their worker has gone, and with it their input. They still have the name of
 * one that waits, so no job was ever in them. On Podman, where a container's input does not end with its worker, nothing waits: what
 * still has such a name after a while was left in the middle of a start.
 */
export async function removeForsaken(engine: Engine, found: readonly ContainerSummary[]): Promise<void> {
  const now = Date.now() / 1000;
  const isPodman = (await engine.kind()) === "podman";
  const forsaken = found.filter(
    ({ Names, State, Created }) =>
      (isPodman && now - Created > patience && Names.every((name) => name.startsWith(`/${unusedPause}`))) ||
      ((State === "exited" || State === "dead") && Names.every((name) => name.startsWith(`/${parkedName}`))),
  );
  for (const { Id } of forsaken) await removeContainer(engine, Id);
}
