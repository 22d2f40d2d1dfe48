import type { RunIdentity, RunRequest } from "../runner.ts";

/** Labels of everything that a runner makes; nothing without the first is ever touched. */
export const labels = {
  /** Whose it is: workers of one group take over from each other. */
  group: "dev.slipway.runner",
  /** `job`, `parked` (a job's container that waits for its job), `pause` (has a job's network). */
  role: "dev.slipway.role",
  contract: "dev.slipway.contract",
  /** Of a container that was made for its job; one that was parked before cannot tell. */
  job: "dev.slipway.job",
  attempt: "dev.slipway.attempt",
  tenant: "dev.slipway.tenant",
} as const;

/** The name of an attempt's container. A second one of the same name is refused by the engine: an attempt cannot run twice. */
export function containerName({ job, attempt }: RunIdentity): string {
  return `slipway-job-${job}-${attempt}`;
}

/** The name of the container that has an attempt's network. */
export function pauseName({ job, attempt }: RunIdentity): string {
  return `slipway-net-${job}-${attempt}`;
}

/** How the names of containers begin that have a network which no job was given. */
export const unusedPause = "slipway-pause-";

/** How the names of containers begin that wait for a job. */
export const parkedName = "slipway-parked-";

/** The attempt that a container's name tells of, with or without a leading `/`. */
export function identityOf(name: string): RunIdentity | undefined {
  const [, job = "", attempt = ""] = /^\/?slipway-(?:job|net)-(.+)-(\d+)$/.exec(name) ?? [];
  return job === "" ? undefined : { job, attempt: Number(attempt) };
}

export function labelsOf(group: string, { job, attempt, tenant }: RunRequest): Readonly<Record<string, string>> {
  return { [labels.group]: group, [labels.job]: job, [labels.attempt]: String(attempt), [labels.tenant]: tenant };
}
