import type { Diagnostic } from "@slipway/core";
import type { ContainerInspect, Engine } from "@slipway/engine";
import { inspectIfThere } from "./observe.ts";
import type { Observed } from "./observed.ts";
import type { Locate } from "./plan/images.ts";
import type { Plan } from "./plan/operation.ts";
import { portClashes } from "./plan/port-clashes.ts";
import { boundPorts, type WantedPort } from "./plan/ports-wanted.ts";
import { isAwake } from "./plan/walk.ts";
import { readPortHolders } from "./port-holders.ts";

interface PortCheck {
  readonly engine: Engine;
  readonly wanted: readonly WantedPort[];
  readonly locate?: Locate;
  readonly signal?: AbortSignal;
}

/** The ports that somebody else has; the engine is asked only when any are wanted. What the plan stops gives back its own. */
export async function checkPorts(
  { projectName, operations }: Pick<Plan, "projectName" | "operations">,
  { engine, wanted, locate = () => undefined, signal }: PortCheck,
): Promise<readonly Diagnostic[]> {
  if (wanted.length === 0) return [];
  return portClashes({ projectName, operations, wanted }, await readPortHolders(engine, wanted, signal), locate);
}

/**
 * A plan of `start` or `restart` with the clashes of those containers that do not run yet. They count with the ports that they were
 * made with: what the Compose file says by now is not theirs.
 */
export async function withPortClashes(
  plan: Plan,
  { containers }: Observed,
  { engine, signal }: { readonly engine: Engine; readonly signal?: AbortSignal },
): Promise<Plan> {
  const started = new Set(
    plan.operations.flatMap((operation) =>
      operation.kind === "start-container" || operation.kind === "restart-container" ? operation.containerId : [],
    ),
  );
  const sleeping = containers.filter((container) => started.has(container.id) && !isAwake(container));
  const wanted = await Promise.all(
    sleeping.map(async ({ id, name, service, inspect }) => {
      const found: ContainerInspect | undefined =
        inspect ?? (await inspectIfThere(engine, id, signal ? { signal } : {}));
      return boundPorts(found?.HostConfig.PortBindings ?? {}, service, name);
    }),
  );
  const clashes = await checkPorts(plan, { engine, wanted: wanted.flat(), ...(signal ? { signal } : {}) });
  return { ...plan, diagnostics: [...plan.diagnostics, ...clashes] };
}
