import { nearest } from "@slipway/core";
import type { ObservedContainers } from "@slipway/stack";
import { cliErrors } from "./errors.ts";
import { projectOf, type Target } from "./project.ts";

/** Throws `CLI_NO_SUCH_SERVICE` for a name that neither the project nor the engine knows as a service of it. */
export function checkServices(names: readonly string[], target: Target, observed: ObservedContainers): void {
  const project = projectOf(target);
  const known = new Set([
    ...Object.keys({ ...project?.services, ...project?.disabledServices }),
    ...observed.containers.map((container) => container.service),
  ]);
  for (const service of names) {
    if (known.has(service)) continue;
    const near = nearest(service, known);
    throw cliErrors.error("CLI_NO_SUCH_SERVICE", { service, project: target.name, near, known: [...known].sort() });
  }
}
