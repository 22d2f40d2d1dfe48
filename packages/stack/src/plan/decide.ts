import type { Project, Service } from "@slipway/compose";
import { movedFiles } from "../content-labels.ts";
import { containerName, isTemporaryName } from "../names.ts";
import type { Observed, ObservedContainer } from "../observed.ts";
import { type Divergence, divergence } from "./divergence.ts";
import type { UpPolicy } from "./policy.ts";

/** What is to become of one replica. */
export type Decision =
  | { readonly action: "create"; readonly number: number; readonly reason: string }
  | ({ readonly action: "recreate"; readonly container: ObservedContainer } & Divergence)
  | { readonly action: "start"; readonly container: ObservedContainer; readonly reason: string; readonly to: string }
  | { readonly action: "keep"; readonly container: ObservedContainer; readonly to: string }
  | {
      readonly action: "remove";
      readonly container: ObservedContainer;
      readonly reason: string;
      readonly leftover?: true;
    };

export interface Situation {
  readonly project: Project;
  readonly observed: Observed;
  readonly policy: UpPolicy;
  /** Services decided before this one of which a container is created or recreated. */
  readonly renewed: ReadonlySet<string>;
}

/** The number of replicas a service should have. */
export function replicasOf(service: Service, policy: UpPolicy = {}): number {
  return policy.scale?.[service.name] ?? service.scale ?? service.deploy?.replicas ?? 1;
}

/** Decides for every replica of a service, those that exist (its `containers`, without those of `run`) and those that should. */
export function decide(
  service: Service,
  containers: readonly ObservedContainer[],
  situation: Situation,
): readonly Decision[] {
  const { project, policy } = situation;
  const { kept: existing, decisions } = withoutLeftovers(containers);
  const judged = existing.map((container) => ({ container, diverged: divergence(service, container, situation) }));
  const wanted = replicasOf(service, policy);
  // Up-to-date replicas stay before low numbers when there are too many: scaling down must not undo an update.
  judged.sort((a, b) => Number(!!a.diverged) - Number(!!b.diverged) || a.container.number - b.container.number);
  for (const { container } of judged.slice(wanted)) {
    decisions.push({ action: "remove", container, reason: `scaled to ${wanted}` });
  }
  const staying = judged.slice(0, wanted).sort((a, b) => a.container.number - b.container.number);
  for (const { container, diverged } of staying) {
    const to = isTemporaryName(container.name)
      ? containerName(project, service.name, container.number)
      : container.name;
    if (diverged) decisions.push({ action: "recreate", container, ...diverged });
    else if (needsStart(service, container, situation)) {
      const [moved] = policy.recreate === "never" ? [] : movedFiles(project, service, container.summary.Mounts);
      if (moved === undefined) decisions.push({ action: "start", container, to, reason: startReason(container) });
      else {
        const differences = [{ key: moved }];
        decisions.push({ action: "recreate", container, reason: `the file of ${moved} has moved`, differences });
      }
    } else decisions.push({ action: "keep", container, to });
  }
  const taken = new Set(staying.map(({ container }) => container.number));
  for (let number = 1; taken.size < wanted; number++) {
    if (taken.has(number)) continue;
    taken.add(number);
    const reason = existing.length > 0 ? `scaled to ${wanted}` : "not on the engine";
    decisions.push({ action: "create", number, reason });
  }
  return decisions;
}

function withoutLeftovers(containers: readonly ObservedContainer[]): {
  kept: ObservedContainer[];
  decisions: Decision[];
} {
  const kept: ObservedContainer[] = [];
  const decisions: Decision[] = [];
  const numbers = new Set<number>();
  const proper = [...containers].sort(
    (a, b) =>
      Number(isTemporaryName(a.name)) - Number(isTemporaryName(b.name)) || b.summary.Created - a.summary.Created,
  );
  for (const container of proper) {
    if (numbers.has(container.number)) {
      decisions.push({ action: "remove", container, reason: "left by an interrupted up", leftover: true });
    } else {
      numbers.add(container.number);
      kept.push(container);
    }
  }
  return { kept, decisions };
}

function needsStart(service: Service, container: ObservedContainer, { policy, project }: Situation): boolean {
  if (policy.noStart) return false;
  const state = container.summary.State;
  if (state === "running" || state === "restarting" || state === "paused") return false;
  return !(
    isDone(container) &&
    isAwaitedJob(project, service.name) &&
    !(policy.services?.includes(service.name) ?? false)
  );
}

/** A container that ended well. */
function isDone(container: ObservedContainer): boolean {
  return container.summary.State === "exited" && container.inspect?.State.ExitCode === 0;
}

/**
 * True for a service that others wait for with `service_completed_successfully`: once it has completed, it stays so until
 * its configuration changes or it is named. docker compose runs it again at every `up`.
 */
function isAwaitedJob(project: Project, name: string): boolean {
  return Object.values(project.services).some(
    (other) => other.depends_on?.[name]?.condition === "service_completed_successfully",
  );
}

function startReason(container: ObservedContainer): string {
  const code = container.inspect?.State.ExitCode;
  if (container.summary.State === "created") return "created, but not started";
  return code === undefined ? `it is ${container.summary.State}` : `it has exited with ${code}`;
}
