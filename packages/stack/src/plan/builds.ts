import type { Project, Service } from "@slipway/compose";
import { isPushedByBuilder } from "../convert/build-facts.ts";
import type { BuildPolicy } from "../convert/build-policy.ts";
import { imageName } from "../names.ts";
import { buildProblems, optionProblems } from "./build-problems.ts";
import { PlanBuilder } from "./builder.ts";
import { builderWords, type ImageBuilder } from "./image-builder.ts";
import { pushedNames } from "./image-transfers.ts";
import type { Locate } from "./images.ts";
import type { Plan } from "./operation.ts";

/** What `build` is asked for. */
export interface BuildsAsked extends BuildPolicy {
  /** Empty or absent: every service that has a `build:`. */
  readonly services?: readonly string[];
}

/**
 * `build`: the images of services, each once, and with `push` what becomes of them in the registry. What the builder cannot do is
 * among its diagnostics.
 */
export function planBuilds(project: Project, builder: ImageBuilder, asked: BuildsAsked, locate: Locate): Plan {
  const plan = new PlanBuilder(project.name);
  const named = asked.services ?? [];
  const seen = new Set<string>();
  for (const problem of optionProblems(asked, builder)) plan.diagnostic(problem);
  for (const service of Object.values(project.services)) {
    if (!service.build || (named.length > 0 && !named.includes(service.name))) continue;
    const image = imageName(project, service);
    if (seen.has(image)) continue;
    seen.add(image);
    for (const problem of buildProblems(project, service, builder, locate)) plan.diagnostic(problem);
    planBuild(plan, project, service, image, { builder, asked });
  }
  return plan.plan();
}

function planBuild(
  plan: PlanBuilder,
  project: Project,
  service: Service,
  image: string,
  { builder, asked }: { readonly builder: ImageBuilder; readonly asked: BuildPolicy },
): void {
  const { name } = service;
  const tags = service.build?.tags ?? [];
  const reason = asked.check ? "a check was asked for" : "build was asked for";
  const as = tags.length === 0 ? "" : `, also as ${tags.join(", ")}`;
  const how = { builder: builder.kind, ...(asked.check ? { check: true } : {}) };
  const operation = plan.operation({ kind: "build-image", image, service: name, reason, ...how });
  const words = `${reason}, ${builderWords(builder)}${as}`;
  plan.change({ action: "build", kind: "image", name: image, service: name, reason: words });
  if (!asked.push || asked.check) return;
  for (const pushed of pushedNames(project, service)) {
    const why = "push was asked for";
    if (isPushedByBuilder(project, service, asked)) {
      plan.change({ action: "push", kind: "image", name: pushed, service: name, reason: `${why}, by the builder` });
      continue;
    }
    plan.operation({ kind: "push-image", image: pushed, service: name, reason: why, after: [operation] });
    plan.change({ action: "push", kind: "image", name: pushed, service: name, reason: why });
  }
}
