import type { Hook } from "@slipway/compose";
import { below } from "./paths.ts";
import type { WatchTarget } from "./target.ts";

/** What changed files mean for one service. */
export interface ServiceWork {
  readonly service: string;
  /** Build its image and recreate its containers; all else is then done by that. */
  readonly rebuild: boolean;
  /** Files to bring into the containers: path in the container → path here. */
  readonly sync: ReadonlyMap<string, string>;
  readonly restart: boolean;
  /** Commands to run afterwards, in the order of the rules. */
  readonly execs: readonly Hook[];
}

/** What a batch of changed paths asks for: every rule that wants a path counts, a rebuild covers all else of its service. */
export function decide(changed: Iterable<string>, targets: readonly WatchTarget[]): readonly ServiceWork[] {
  const byService = new Map<string, { rebuild: boolean; sync: Map<string, string>; rules: Set<WatchTarget> }>();
  for (const path of changed) {
    for (const target of targets) {
      if (!target.wants(path)) continue;
      const work = byService.get(target.service) ?? { rebuild: false, sync: new Map(), rules: new Set() };
      byService.set(target.service, work);
      work.rules.add(target);
      if (target.action === "rebuild") work.rebuild = true;
      if (target.action.startsWith("sync")) work.sync.set(inContainer(target, path), path);
    }
  }
  return [...byService].map(([service, { rebuild, sync, rules }]) => {
    if (rebuild) return { service, rebuild, sync: new Map(), restart: false, execs: [] };
    const hit = targets.filter((target) => rules.has(target));
    return {
      service,
      rebuild,
      sync,
      restart: hit.some(({ action }) => action === "restart" || action === "sync+restart"),
      execs: hit.flatMap(({ action, exec }) => (action === "sync+exec" && exec ? [exec] : [])),
    };
  });
}

function inContainer({ path: root, target }: WatchTarget, path: string): string {
  const inside = below(root, path);
  return inside ? `${target.replace(/\/+$/, "")}/${inside}` : target;
}
