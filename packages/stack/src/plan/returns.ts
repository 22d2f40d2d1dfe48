import type { Project } from "@slipway/compose";
import type { Observed } from "../observed.ts";
import type { PlanBuilder } from "./builder.ts";
import type { Detached } from "./networks.ts";
import { orphansOf, removesOrphans } from "./orphans.ts";
import type { UpPolicy } from "./policy.ts";
import { isAwake, onContainer } from "./walk.ts";

interface ReturnInput {
  readonly project: Project;
  readonly observed: Observed;
  readonly policy: UpPolicy;
  readonly detached: ReadonlyMap<string, Detached>;
}

/** Plans that a container is put back on the networks that it had to leave; gives what its start then waits for. */
export function planReturn(builder: PlanBuilder, { container, networks, operations, reason }: Detached): number[] {
  const { number, oneOff } = container;
  const connects: number[] = [];
  for (const { network, created } of networks) {
    const on = { ...onContainer(container), number, oneOff, network, reason };
    connects.push(builder.operation({ kind: "connect-network", ...on, after: [created, ...operations] }));
  }
  return connects;
}

/** What is no part of the plan but had to leave a network goes back as it was: containers of `run`, orphans, other profiles. */
export function planOtherReturns(
  builder: PlanBuilder,
  { detached, observed, project, policy }: ReturnInput,
  planned: ReadonlySet<string>,
): void {
  const orphans = removesOrphans(project, policy) ? new Set(orphansOf(project, observed)) : new Set();
  for (const one of detached.values()) {
    const { container, reason } = one;
    if (orphans.has(container) || (!container.oneOff && planned.has(container.service))) continue;
    const after = planReturn(builder, one);
    if (!isAwake(container)) continue;
    builder.operation({ kind: "start-container", ...onContainer(container), reason, after });
    builder.change({ action: "restart", kind: "container", name: container.name, service: container.service, reason });
  }
}
