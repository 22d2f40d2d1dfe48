import type { Hook, Project, Service, WatchRule } from "@slipway/compose";
import type { Diagnostic } from "@slipway/core";
import { type IgnoreRules, parseDockerignore } from "@slipway/core";
import { stackErrors } from "../errors.ts";
import type { Locate } from "../plan/images.ts";
import { neverWatched } from "./ephemeral.ts";
import { below } from "./paths.ts";

/** One rule of `develop.watch`, ready to be asked about paths. */
export interface WatchTarget {
  readonly service: string;
  readonly action: "sync" | "rebuild" | "restart" | "sync+restart" | "sync+exec";
  /** Absolute: a directory or a file. */
  readonly path: string;
  /** Where the path is in the container. */
  readonly target: string;
  readonly exec?: Hook;
  readonly initialSync: boolean;
  /** True for a path, absolute, that the rule is about. */
  wants(path: string): boolean;
  /** False for a directory, absolute, in which nothing can be wanted. */
  enters(directory: string): boolean;
}

export interface WatchTargets {
  readonly targets: readonly WatchTarget[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The rules of the named services, or of all. `contexts` holds what .dockerignore leaves out of the build context of each service.
 * Source: Compose Develop Specification, "watch"; docker compose `pkg/compose/watch.go`.
 */
export function watchTargets(
  project: Project,
  named: readonly string[],
  contexts: ReadonlyMap<string, IgnoreRules>,
  locate: Locate,
): WatchTargets {
  const diagnostics: Diagnostic[] = [];
  const services = Object.values(project.services).filter(({ name }) => named.length === 0 || named.includes(name));
  const targets = services.flatMap((service) =>
    (service.develop?.watch ?? []).flatMap((rule, index) => {
      const at = locate(["services", service.name, "develop", "watch", index]);
      const mount = rule.action.startsWith("sync") ? bindMountOf(service, rule.path) : undefined;
      if (mount !== undefined) {
        const parameters = { service: service.name, path: rule.path, mount };
        diagnostics.push(stackErrors.diagnostic("STACK_WATCH_MOUNTED", parameters, at, "warning"));
        return [];
      }
      if (rule.action === "rebuild" && !service.build)
        diagnostics.push(stackErrors.diagnostic("STACK_WATCH_NO_BUILD", { service: service.name }, at));
      return [targetOf(service, rule, contexts.get(service.name))];
    }),
  );
  if (targets.length === 0 && diagnostics.length === 0)
    diagnostics.push(stackErrors.diagnostic("STACK_NOTHING_TO_WATCH", { services: named.join(", ") }));
  return { targets, diagnostics };
}

function targetOf(service: Service, rule: WatchRule, context: IgnoreRules | undefined): WatchTarget {
  const root = rule.path.replace(/(.)\/+$/, "$1");
  const contextRoot = service.build?.context ?? root;
  const ignored = parseDockerignore((rule.ignore ?? []).join("\n"));
  const included = rule.include?.length ? parseDockerignore(rule.include.join("\n")) : undefined;
  const layers = [
    { root, rules: ignored },
    { root, rules: neverWatched() },
    ...(context && service.build ? [{ root: contextRoot, rules: context }] : []),
  ];
  return {
    service: service.name,
    action: rule.action as WatchTarget["action"],
    path: root,
    target: rule.target ?? "",
    initialSync: rule.initial_sync ?? false,
    ...(rule.exec ? { exec: rule.exec } : {}),
    wants(path) {
      const inside = below(root, path);
      if (inside === undefined || (included && inside !== "" && !included.ignores(inside))) return false;
      return !layers.some((layer) => {
        const name = below(layer.root, path);
        return name !== undefined && name !== "" && layer.rules.ignores(name);
      });
    },
    enters(directory) {
      if (below(root, directory) === undefined) return false;
      return !layers.some(({ root: from, rules }) => {
        const name = below(from, directory);
        return name !== undefined && name !== "" && rules.ignores(name) && rules.prunes(name);
      });
    },
  };
}

/** The bind mount through which the container sees the path anyway. */
function bindMountOf({ volumes = [] }: Service, path: string): string | undefined {
  const mount = volumes.find(({ type, source }) => type === "bind" && source && below(source, path) !== undefined);
  return mount?.source;
}
