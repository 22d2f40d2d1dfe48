import type { Project, Service } from "@slipway/compose";
import { type Position, parseDuration } from "@slipway/core";
import type { ImageInspect } from "@slipway/engine";
import { stackErrors } from "../errors.ts";
import { imageName } from "../names.ts";
import type { Observed } from "../observed.ts";
import { buildProblems } from "./build-problems.ts";
import type { PlanBuilder } from "./builder.ts";
import { builderWords, type ImageBuilder } from "./image-builder.ts";
import type { UpPolicy } from "./policy.ts";

export type Locate = (path: readonly (string | number)[]) => Position | undefined;

type Wanted = { readonly action: "pull" | "build"; readonly reason: string } | { readonly action: "none" } | "missing";

/**
 * Plans the images of a project: what is missing is pulled or built, and what the policy wants anew.
 * Gives the operation that a service's containers must wait for.
 * Source: Compose Specification, `pull_policy`.
 */
export function planImages(
  builder: PlanBuilder,
  project: Project,
  observed: Observed,
  policy: UpPolicy,
  locate: Locate,
): ReadonlyMap<string, number> {
  const operations = new Map<string, number>();
  const byImage = new Map<string, number>();
  for (const service of Object.values(project.services)) {
    if (service.provider) continue;
    const image = imageName(project, service);
    const wanted = wantedImage(service, observed.images.get(image), policy, observed.at);
    if (wanted === "missing") {
      builder.diagnostic(missingImage(service, image, policy, locate));
      continue;
    }
    if (wanted.action === "none") continue;
    const key = `${wanted.action} ${image} ${service.platform ?? ""}`;
    let operation = byImage.get(key);
    if (operation === undefined) {
      operation =
        wanted.action === "pull"
          ? builder.operation({
              kind: "pull-image",
              image,
              service: service.name,
              reason: wanted.reason,
              ...(service.platform === undefined ? {} : { platform: service.platform }),
            })
          : planBuild(builder, project, observed, { service, image, reason: wanted.reason, locate });
      byImage.set(key, operation);
      const how = wanted.action === "build" && observed.builder ? `, ${builderWords(observed.builder)}` : "";
      const reason = `${wanted.reason}${how}`;
      builder.change({ action: wanted.action, kind: "image", name: image, service: service.name, reason });
    }
    operations.set(service.name, operation);
  }
  return operations;
}

/** Only a project that was looked at together with its builder has one. */
const noBuilder: ImageBuilder = { kind: "classic", why: "buildx is not installed" };

function planBuild(
  builder: PlanBuilder,
  project: Project,
  observed: Observed,
  wanted: { readonly service: Service; readonly image: string; readonly reason: string; readonly locate: Locate },
): number {
  const { service, image, reason, locate } = wanted;
  const imageBuilder = observed.builder ?? noBuilder;
  for (const problem of buildProblems(project, service, imageBuilder, locate)) builder.diagnostic(problem);
  return builder.operation({ kind: "build-image", image, service: service.name, reason, builder: imageBuilder.kind });
}

function wantedImage(service: Service, image: ImageInspect | undefined, policy: UpPolicy, now: number): Wanted {
  const pullPolicy = policy.pull ?? service.pull_policy ?? "missing";
  if (service.build && !policy.noBuild) {
    if (policy.build) return { action: "build", reason: "--build was given" };
    if (pullPolicy === "build") return { action: "build", reason: "its pull policy is build" };
  }
  if (image !== undefined) {
    if (service.build) return { action: "none" };
    if (pullPolicy === "always") return { action: "pull", reason: "its pull policy is always" };
    const age = refreshAfter(pullPolicy);
    const tagged = Date.parse(image.Metadata?.LastTagTime ?? image.Created);
    if (age !== undefined && now - tagged > age)
      return { action: "pull", reason: `older than its pull policy (${pullPolicy})` };
    return { action: "none" };
  }
  if (service.build && !policy.noBuild) {
    return { action: "build", reason: "not on the engine" };
  }
  if (pullPolicy === "never" || pullPolicy === "build" || service.build) return "missing";
  return { action: "pull", reason: "not on the engine" };
}

/** Milliseconds after which an image counts as old; undefined: never. */
function refreshAfter(pullPolicy: string): number | undefined {
  if (pullPolicy === "daily") return 24 * 3600e3;
  if (pullPolicy === "weekly") return 7 * 24 * 3600e3;
  const every = /^every_(.+)$/.exec(pullPolicy)?.[1];
  const duration = every === undefined ? undefined : parseDuration(every);
  return duration === undefined ? undefined : duration / 1e6;
}

function missingImage(service: Service, image: string, policy: UpPolicy, locate: Locate) {
  if (service.build) {
    const at = locate(["services", service.name, "build"]);
    return stackErrors.diagnostic("STACK_BUILD_FORBIDDEN", { image, service: service.name }, at);
  }
  const why =
    policy.pull === undefined ? `its pull policy is ${service.pull_policy}` : `--pull ${policy.pull} was given`;
  const at = locate(["services", service.name, "image"]);
  return stackErrors.diagnostic("STACK_IMAGE_MISSING", { image, service: service.name, why }, at);
}
