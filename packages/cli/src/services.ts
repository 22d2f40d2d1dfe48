import { nearest } from "@slipway/core";
import { type ObservedContainers, replicaAddress } from "@slipway/stack";
import { cliErrors } from "./errors.ts";
import { projectOf, type Target } from "./target.ts";

/**
 * Throws `CLI_NO_SUCH_SERVICE` or `CLI_NO_SUCH_REPLICA` for a name (`web`, `web#2`) that neither the project nor the engine knows as a part of it.
 */
export function checkServices(names: readonly string[], target: Target, observed: ObservedContainers): void {
  const project = projectOf(target);
  const known = new Set([
    ...Object.keys({ ...project?.services, ...project?.disabledServices }),
    ...observed.containers.map((container) => container.service),
  ]);
  for (const { service, number } of names.map(replicaAddress)) {
    if (known.has(service)) {
      if (number !== undefined) checkReplica(service, number, observed);
      continue;
    }
    const near = nearest(service, known);
    throw cliErrors.error("CLI_NO_SUCH_SERVICE", { service, project: target.name, near, known: [...known].sort() });
  }
}

function checkReplica(service: string, number: number, { containers }: ObservedContainers): void {
  const numbers = containers
    .filter((container) => container.service === service && !container.oneOff)
    .map((container) => container.number);
  if (!numbers.includes(number)) throw cliErrors.error("CLI_NO_SUCH_REPLICA", { service, number, numbers });
}
