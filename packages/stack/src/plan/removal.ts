import type { ObservedContainer } from "../observed.ts";
import type { PlanBuilder } from "./builder.ts";
import { anonymousVolumes } from "./inherited-volumes.ts";
import { isAwake, onContainer } from "./walk.ts";

/** Plans the stop (when it runs) and the removal of a container; gives the removal. */
export function planContainerRemoval(
  builder: PlanBuilder,
  container: ObservedContainer,
  reason: string,
  policy: { readonly timeout?: number | undefined; readonly volumes?: boolean | undefined },
  after: readonly (number | undefined)[] = [],
  recreates?: string,
): number {
  const on = { ...onContainer(container), reason, ...(recreates === undefined ? {} : { recreates }) };
  const stop = isAwake(container)
    ? builder.operation({ kind: "stop-container", ...on, after, ...withTimeout(policy) })
    : undefined;
  return builder.operation({
    kind: "remove-container",
    ...on,
    volumes: policy.volumes ? anonymousVolumes(container) : [],
    fileVolumes: container.fileVolumes ?? [],
    force: true,
    after: stop === undefined ? after : [stop],
  });
}

/** The seconds that a policy gives a container to stop, for an operation; absent: its own. */
export function withTimeout({ timeout }: { readonly timeout?: number | undefined }): { timeout?: number } {
  return timeout === undefined ? {} : { timeout };
}
