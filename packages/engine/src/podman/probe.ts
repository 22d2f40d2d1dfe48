import { isSlipwayError } from "@slipway/core";
import type { ContainerInspect } from "../types/container.ts";
import { pause } from "./pause.ts";

/** Docker's interval between probes when the healthcheck names none: 30 s, in nanoseconds. */
const usualInterval = 30e9;

/**
 * Runs a container's healthcheck at its interval until the signal or the end of the container. Podman leaves that to timers
 * of systemd; where these do it (a probe was logged that was not ours) nothing more is done here.
 * Source: containers/podman `libpod/healthcheck_linux.go`.
 */
export async function probeUntil(
  inspect: () => Promise<ContainerInspect>,
  probe: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  try {
    let found = await inspect();
    for (let ours = lastProbe(found); isChecked(found) && lastProbe(found) === ours; found = await inspect()) {
      await probe();
      ours = lastProbe(await inspect());
      await pause((found.Config.Healthcheck?.Interval || usualInterval) / 1e6, signal);
    }
  } catch (cause) {
    const isOver = signal.aborted || (isSlipwayError(cause) && cause.code === "ENGINE_NO_SUCH_CONTAINER");
    if (!isOver) throw cause;
  }
}

function isChecked({ State }: ContainerInspect): boolean {
  return State.Running && State.Health !== undefined;
}

function lastProbe({ State }: ContainerInspect): string | undefined {
  return State.Health?.Log?.at(-1)?.Start;
}
