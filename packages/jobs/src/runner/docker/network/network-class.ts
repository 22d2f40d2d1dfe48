import type { JobSpec } from "../../../job/spec.ts";

/**
 * How a container is connected. `none`: not at all; `proxy`: nothing but the worker's proxy, which knows the job's hosts;
 * `internet`: a bridge, from which private addresses cannot be reached.
 */
export type NetworkClass = "none" | "proxy" | "internet";

/** The class that a job needs. A job without a network still has to get at its repository. */
export function networkClass({ network, repository }: Pick<JobSpec, "network" | "repository">): NetworkClass {
  if (network === "internet") return "internet";
  return network === "none" && !repository ? "none" : "proxy";
}
