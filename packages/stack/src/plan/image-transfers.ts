import type { Project, Service } from "@slipway/compose";
import { imageName } from "../names.ts";
import type { Observed } from "../observed.ts";
import { PlanBuilder } from "./builder.ts";
import type { Plan } from "./operation.ts";

export interface PullPolicy {
  /** Instead of the `pull_policy` of the services. */
  readonly policy?: "always" | "missing";
  /** Leave out services that can be built. */
  readonly ignoreBuildable?: boolean;
  /** Failures are warnings. */
  readonly ignoreFailures?: boolean;
}

/**
 * `pull`: the images of services, each once. Left alone are those that are only built, those whose policy forbids it, and with
 * the policy `missing` those that are there. Source: docker compose 2.40, `pkg/compose/pull.go`.
 */
export function planPull(project: Project, observed: Observed, policy: PullPolicy = {}): Plan {
  const builder = new PlanBuilder(project.name);
  const seen = new Set<string>();
  for (const service of Object.values(project.services)) {
    const { image, platform } = service;
    if (image === undefined || service.provider || (policy.ignoreBuildable && service.build)) continue;
    const key = `${image} ${platform ?? ""}`;
    if (seen.has(key)) continue;
    const wish = policy.policy ?? service.pull_policy ?? "always";
    if (wish === "never" || wish === "build") continue;
    if (wish === "missing" && observed.images.get(image) !== undefined) {
      builder.unchanged("image", image);
      continue;
    }
    seen.add(key);
    const reason = "pull was asked for";
    builder.operation({
      kind: "pull-image",
      image,
      service: service.name,
      reason,
      ...(platform === undefined ? {} : { platform }),
      pullOnly: true,
      // An image that can be built need not be in a registry.
      ...(policy.ignoreFailures || service.build ? { optional: true } : {}),
    });
    builder.change({ action: "pull", kind: "image", name: image, service: service.name, reason });
  }
  return builder.plan();
}

/** `push`: the images that the project builds under a name of their own, with their further tags. Source: docker compose 2.40, `push.go`. */
export function planPush(
  project: Project,
  { ignoreFailures = false }: { readonly ignoreFailures?: boolean } = {},
): Plan {
  const builder = new PlanBuilder(project.name);
  const seen = new Set<string>();
  for (const service of Object.values(project.services)) {
    for (const image of pushedNames(project, service)) {
      if (seen.has(image)) continue;
      seen.add(image);
      const reason = "push was asked for";
      const optional = ignoreFailures ? { optional: true } : {};
      builder.operation({ kind: "push-image", image, service: service.name, reason, ...optional });
      builder.change({ action: "push", kind: "image", name: image, service: service.name, reason });
    }
  }
  return builder.plan();
}

/** The names under which a service's image is pushed: none when it is not built, or has no name of its own. */
export function pushedNames(project: Project, service: Service): readonly string[] {
  if (!service.build || service.image === undefined) return [];
  return [imageName(project, service), ...(service.build.tags ?? [])];
}
