import type { Engine } from "@slipway/engine";
import { gone, unless } from "./engine-errors.ts";

/**
 * Ends a container at once and removes it, with its volumes; does nothing when it is gone. Podman would first ask it to end, and wait for as
 * long as it may take for that.
 */
export async function removeContainer(engine: Engine, container: string): Promise<void> {
  if ((await engine.kind()) === "podman") {
    await unless(gone, engine.containers.kill(container, { killSignal: "SIGKILL" }));
  }
  await engine.containers.remove(container, { force: true, volumes: true });
}
