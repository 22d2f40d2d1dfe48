import type { Project } from "@slipway/compose";
import { isTemporaryName } from "../names.ts";
import type { Observed, ObservedContainer } from "../observed.ts";
import { PlanBuilder } from "./builder.ts";
import type { Plan } from "./operation.ts";
import { planContainerRemoval } from "./removal.ts";
import { rollbackPace } from "./update-strategy.ts";
import { isAwake, onContainer } from "./walk.ts";

/**
 * What puts back the services of a failed plan that are to be put back: their new containers go, and what the plan stopped
 * starts again. What it had finished before stays.
 */
export function planRollback(failed: Plan, project: Project, observed: Observed): Plan {
  const builder = new PlanBuilder(failed.projectName);
  const services = new Set(
    failed.operations.flatMap((operation) =>
      operation.kind === "prove-container" && operation.failureAction === "rollback" ? operation.service : [],
    ),
  );
  const stopped = new Set(
    failed.operations.flatMap((operation) => (operation.kind === "stop-container" ? operation.containerId : [])),
  );
  const reason = "its update failed";
  const start = (container: ObservedContainer, after: readonly number[]): readonly number[] => {
    if (isAwake(container) || !stopped.has(container.id)) return [];
    builder.change({ action: "start", kind: "container", name: container.name, service: container.service, reason });
    return [builder.operation({ kind: "start-container", ...onContainer(container), reason, after })];
  };
  const remove = (containers: readonly ObservedContainer[], after: readonly number[]): readonly number[] =>
    containers.map((container) => {
      builder.change({ action: "remove", kind: "container", name: container.name, service: container.service, reason });
      return planContainerRemoval(builder, container, reason, { volumes: true }, after);
    });
  const back: number[] = [];
  const handled = new Set<string>();
  for (const service of services) {
    const own = observed.containers.filter((container) => container.service === service && !container.oneOff);
    const replicas = own.flatMap((old) => {
      const made = own.filter(({ name, number }) => isTemporaryName(name) && number === old.number);
      return made.length > 0 && !isTemporaryName(old.name) ? [{ old, made }] : [];
    });
    const { parallelism, delayMs, order } = rollbackPace(project.services[service]);
    const size = Math.min(parallelism, Math.max(replicas.length, 1));
    let gate: readonly number[] = [];
    for (let first = 0; first < replicas.length; first += size) {
      const done: number[] = [];
      for (const { old, made } of replicas.slice(first, first + size)) {
        handled.add(old.id);
        if (order === "start-first") done.push(...remove(made, [...gate, ...start(old, gate)]));
        else {
          const removed = remove(made, gate);
          done.push(...removed, ...start(old, removed));
        }
      }
      gate = done;
      if (delayMs > 0 && first + size < replicas.length) {
        gate = [
          builder.operation({ kind: "delay", service, ms: delayMs, reason: "delay between batches", after: done }),
        ];
      }
    }
    back.push(...gate);
  }
  for (const container of observed.containers) if (!handled.has(container.id)) start(container, back);
  return builder.plan();
}
