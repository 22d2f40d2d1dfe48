import type { Engine } from "@slipway/engine";
import { stackErrors } from "./errors.ts";
import type { ObservedContainer, ObservedContainers } from "./observed.ts";
import { isAddressed } from "./replica.ts";

export interface ExitWait {
  /** Services (`web`) and replicas (`web#2`). */
  readonly names: readonly string[];
  /** Return when the first container has ended, not when all have. */
  readonly first: boolean;
  readonly signal: AbortSignal;
  /** Told of each container as it ends. */
  readonly ended: (container: { readonly name: string; readonly exitCode: number }) => void;
}

/**
 * Waits until containers end; one that has ended counts with the code that it had. Gives the exit code of the first that
 * failed, else 0. The engine tells of each end: nothing is asked twice.
 * @throws STACK_NO_CONTAINER for a service without containers
 */
export async function waitForExit(engine: Engine, observed: ObservedContainers, wait: ExitWait): Promise<number> {
  const { names, first, signal, ended } = wait;
  const chosen = observed.containers.filter((container) => !container.oneOff && isAddressed(container, names));
  const [service] = names.filter((name) => !chosen.some((container) => isAddressed(container, [name])));
  if (service !== undefined) throw stackErrors.error("STACK_NO_CONTAINER", { service });
  const enough = new AbortController();
  const either = AbortSignal.any([signal, enough.signal]);
  let failed = 0;
  const one = async ({ id, name }: ObservedContainer): Promise<void> => {
    const { exit } = await engine.containers.wait(id, { condition: "not-running", signal: either });
    const exitCode = await exit;
    ended({ name, exitCode });
    if (failed === 0) failed = exitCode;
  };
  const waits = chosen.map(one);
  if (!first) await Promise.all(waits);
  else {
    await Promise.race(waits);
    enough.abort();
    await Promise.allSettled(waits);
  }
  return failed;
}
