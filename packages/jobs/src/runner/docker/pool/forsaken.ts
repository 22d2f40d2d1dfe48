import type { ContainerSummary, Engine } from "@slipway/engine";
import { parkedName } from "./parked.ts";

/**
 * Removes containers that waited for a job and have ended: their worker has gone, and with it their input. They still have the name of
 * one that waits, so no job was ever in them.
 */
export async function removeForsaken(engine: Engine, found: readonly ContainerSummary[]): Promise<void> {
  const forsaken = found.filter(
    ({ Names, State }) =>
      (State === "exited" || State === "dead") && Names.every((name) => name.startsWith(`/${parkedName}`)),
  );
  for (const { Id } of forsaken) await engine.containers.remove(Id, { force: true, volumes: true });
}
