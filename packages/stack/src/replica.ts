import type { ObservedContainer } from "./observed.ts";

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
