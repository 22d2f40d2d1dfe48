import { composeHash, type Project, type Service } from "@slipway/compose";
import { changedContents } from "./content-labels.ts";
import { serviceHash } from "./hash.ts";
import { label } from "./labels.ts";
import type { Observed, ObservedContainer } from "./observed.ts";

/**
 * True when a container was made from what its service is now: by our own hash for one of ours, else by docker compose's.
 * False says nothing about a container of another tool, or of another release of docker compose: it has to be looked at.
 */
export function sameConfiguration(
  project: Project,
  service: Service,
  container: ObservedContainer,
  { containers, contents }: Pick<Observed, "containers" | "contents">,
): boolean {
  if (container.ours) {
    const sameContents = changedContents(service, contents, container.summary.Labels[label.contents]).length === 0;
    return sameContents && container.ownHash === serviceHash(project, service);
  }
  const firstOf = (name: string): string | undefined =>
    containers.find((other) => other.service === name && !other.oneOff)?.id;
  return container.configHash === composeHash(project, service, firstOf);
}
