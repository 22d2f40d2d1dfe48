import type { Project } from "@slipway/compose";
import { isTemporaryName } from "../names.ts";
import type { Observed, ObservedContainer } from "../observed.ts";
import { PlanBuilder } from "./builder.ts";
import type { Plan } from "./operation.ts";
import { orphansOf } from "./orphans.ts";
import { planContainerRemoval } from "./removal.ts";
import { isAwake } from "./walk.ts";

/** What belongs to a project and is not found by looking at its containers. */
export interface Leftovers {
  /** Images that were built for the project and have lost their name, with the containers of any project that they are for. */
  readonly images: readonly { readonly id: string; readonly usedBy: readonly string[] }[];
  /** Names of anonymous volumes that no container uses. */
  readonly volumes: readonly string[];
}

/**
 * What a project left behind and does not use: containers of `run` that have ended, ended containers of services that are gone,
 * what an interrupted `up` left, anonymous volumes without a container, images without a name. Never what runs, never a named
 * volume, never what another project made.
 */
export function planPrune(observed: Observed, project: Project | undefined, leftovers: Leftovers): Plan {
  const builder = new PlanBuilder(observed.projectName);
  const orphans = new Set(project ? orphansOf(project, observed).map(({ id }) => id) : []);
  const going = new Map<string, number>();
  for (const container of observed.containers) {
    const reason = isAwake(container) ? undefined : whyPruned(container, observed, orphans);
    if (reason === undefined) continue;
    const { name, service } = container;
    builder.change({ action: "remove", kind: "container", name, service, reason });
    going.set(container.id, planContainerRemoval(builder, container, reason, { volumes: true }));
  }
  for (const volume of leftovers.volumes) {
    const reason = "anonymous, and no container uses it";
    builder.operation({ kind: "remove-volume", volume, reason });
    builder.change({ action: "remove", kind: "volume", name: volume, reason });
  }
  for (const { id, usedBy } of leftovers.images) {
    if (usedBy.some((container) => !going.has(container))) continue;
    const reason = "built for the project, and has no name any more";
    const after = usedBy.map((container) => going.get(container));
    builder.operation({ kind: "remove-image", image: id, reason, after });
    builder.change({ action: "remove", kind: "image", name: id.replace(/^sha256:/, "").slice(0, 12), reason });
  }
  return builder.plan();
}

function whyPruned(container: ObservedContainer, observed: Observed, orphans: ReadonlySet<string>): string | undefined {
  const { id, name, number, service, oneOff } = container;
  // One that was made a moment ago may be on its way to start.
  if (oneOff) return container.summary.State === "created" ? undefined : "a container of run that has ended";
  if (orphans.has(id)) return "its service is no longer in the project, and it has ended";
  const hasTwin = observed.containers.some(
    (other) => other.id !== id && !other.oneOff && other.service === service && other.number === number,
  );
  return isTemporaryName(name) && hasTwin ? "left by an interrupted up" : undefined;
}
