import type { PlanBuilder } from "./builder.ts";
import type { Decision } from "./decide.ts";
import type { UpPolicy } from "./policy.ts";
import { withTimeout } from "./removal.ts";
import { isAwake, onContainer } from "./walk.ts";

/** Dependents first: what restarts with its dependency is stopped before the dependency goes. */
export function planRestartStops(
  builder: PlanBuilder,
  order: readonly string[],
  decisions: ReadonlyMap<string, readonly Decision[]>,
  restarting: ReadonlySet<string>,
  policy: UpPolicy,
): ReadonlyMap<string, number> {
  const stops = new Map<string, number>();
  for (const name of [...order].reverse()) {
    if (!restarting.has(name)) continue;
    for (const decision of decisions.get(name) ?? []) {
      if (decision.action !== "keep" || !isAwake(decision.container)) continue;
      stops.set(
        decision.container.id,
        builder.operation({
          kind: "stop-container",
          ...onContainer(decision.container),
          reason: "restarts with its dependency",
          after: [...stops.values()],
          ...withTimeout(policy),
        }),
      );
    }
  }
  return stops;
}
