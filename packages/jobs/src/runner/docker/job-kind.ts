import type { JobSpec } from "../../job/spec.ts";
import type { ContainerClass } from "./container-body.ts";
import { type NetworkClass, networkClass } from "./network/network-class.ts";

/** What jobs have in common that can use the same waiting container. */
export interface JobKind extends Omit<ContainerClass, "network"> {
  readonly way: NetworkClass;
}

/** The kind of a job with this image (its id). */
export function kindOf(
  image: string,
  user: string,
  { resources, network, repository }: Pick<JobSpec, "resources" | "network" | "repository">,
): JobKind {
  const { cpus, memoryBytes, pids, diskBytes, logBytes } = resources;
  return {
    image,
    user,
    resources: { cpus, memoryBytes, pids, diskBytes, logBytes },
    way: networkClass(repository ? { network, repository } : { network }),
  };
}
