import { didYouMean } from "@slipway/core";
import { stackErrors } from "./errors.ts";
import type { ObservedContainer, ObservedContainers } from "./observed.ts";

/** What a person names of a project: a service (`web`) or one replica of it (`web#2`). */
export interface ReplicaAddress {
  readonly service: string;
  /** From 1; absent: all of them. */
  readonly number?: number;
}

/** Reads `web` or `web#2`. Services cannot have a `#` in their name, so what follows one is a number or no replica at all. */
export function replicaAddress(text: string): ReplicaAddress {
  const [, service = text, number] = /^(.+)#(\d+)$/.exec(text) ?? [];
  return number === undefined ? { service } : { service, number: Number(number) };
}

/** True for a container that one of the names means; no names mean all. */
export function isAddressed(
  container: Pick<ObservedContainer, "service" | "number">,
  names: readonly string[],
): boolean {
  if (names.length === 0) return true;
  return names.map(replicaAddress).some(({ service, number }) => {
    return service === container.service && (number === undefined || number === container.number);
  });
}

/**
 * The one container that a command works on: of `web` the replica `index`, or else the lowest that runs, of `web#2` the second.
 * @throws STACK_NO_SUCH_SERVICE, STACK_NO_CONTAINER when there is none, or when it has to run and does not
 */
export function oneReplica(
  observed: ObservedContainers,
  name: string,
  { index, running }: { readonly index?: number; readonly running: boolean },
): ObservedContainer {
  const { service, number = index } = replicaAddress(name);
  const replicas = observed.containers.filter((container) => container.service === service && !container.oneOff);
  if (replicas.length === 0) {
    const services = new Set(observed.containers.map((container) => container.service));
    const hint = didYouMean(service, services);
    if (hint) throw stackErrors.error("STACK_NO_SUCH_SERVICE", { service }, { hint });
    throw stackErrors.error("STACK_NO_CONTAINER", { service });
  }
  const chosen =
    number === undefined
      ? (replicas.find(({ summary }) => summary.State === "running") ?? replicas[0])
      : replicas.find((replica) => replica.number === number);
  if (!chosen)
    throw stackErrors.error("STACK_NO_CONTAINER", { service, ...(number === undefined ? {} : { index: number }) });
  const { State: state } = chosen.summary;
  if (running && state !== "running") throw stackErrors.error("STACK_NO_CONTAINER", { service, state });
  return chosen;
}
