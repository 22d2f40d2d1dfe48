import type { Service } from "@slipway/compose";
import { containerName, temporaryName } from "../names.ts";
import type { PlanBuilder } from "./builder.ts";
import type { ContainerInput } from "./containers.ts";
import type { Decision } from "./decide.ts";
import { inheritedVolumes } from "./inherited-volumes.ts";
import { planContainerRemoval } from "./removal.ts";

export type Recreate = Extract<Decision, { action: "recreate" }>;

export interface ReplacementInput extends Pick<ContainerInput, "project" | "observed" | "policy"> {
  /** Stops of dependents that start again afterwards, by container: the old container goes after them. */
  readonly stops: ReadonlyMap<string, number>;
}

/** The names that a replacement goes through. One that an interrupted up left may have the first temporary name still. */
export function replacementNames(
  service: Service,
  { container }: Recreate,
  { project, observed }: Pick<ReplacementInput, "project" | "observed">,
): { readonly name: string; readonly temporary: string } {
  const name = containerName(project, service.name, container.number);
  let temporary = temporaryName(container.id, name);
  for (const left of observed.containers) if (left.name === temporary) temporary = temporaryName(left.id, name);
  return { name, temporary };
}

/** Plans the new container under its temporary name, with the anonymous volumes of the old one. */
export function planSuccessor(
  builder: PlanBuilder,
  service: Service,
  decision: Recreate,
  prerequisites: readonly (number | undefined)[],
  input: ReplacementInput,
): number {
  const { container, reason } = decision;
  const { name, temporary } = replacementNames(service, decision, input);
  const renew = input.policy.renewAnonymousVolumes === true;
  return builder.operation({
    kind: "create-container",
    service: service.name,
    containerName: temporary,
    recreates: name,
    number: container.number,
    replaces: container.name,
    inherits: renew ? [] : inheritedVolumes(service, container, input.observed),
    reason,
    after: prerequisites,
  });
}

/** New under a temporary name, old one stopped and removed, new one renamed: a failure to create loses nothing. */
export function planReplacement(
  builder: PlanBuilder,
  service: Service,
  decision: Recreate,
  prerequisites: readonly (number | undefined)[],
  input: ReplacementInput,
  beforeStop: readonly number[] = [],
): { readonly created: number; readonly renamed: number } {
  const { container, reason } = decision;
  const { policy, stops } = input;
  const { name, temporary } = replacementNames(service, decision, input);
  const created = planSuccessor(builder, service, decision, prerequisites, input);
  const removal = { timeout: policy.timeout, volumes: policy.renewAnonymousVolumes };
  const after = [created, ...stops.values(), ...beforeStop];
  const remove = planContainerRemoval(builder, container, reason, removal, after, name);
  const renamed = builder.operation({
    kind: "rename-container",
    service: service.name,
    containerName: temporary,
    recreates: name,
    to: name,
    reason,
    after: [remove],
  });
  return { created, renamed };
}
