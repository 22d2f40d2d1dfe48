import { didYouMean } from "@slipway/core";
import { composeErrors } from "../errors.ts";
import type { Service } from "../model/service.ts";
import type { Check } from "./check.ts";

/**
 * Finds `additional_contexts: {name: service:x}` whose service is not there, or is not built: the image of `x` is what
 * the build starts from.
 * Source: Compose Build Specification, "additional_contexts"; docker compose `build`.
 */
export function checkBuildContexts(service: Service, { project, diagnostics, doubts, locate }: Check): void {
  for (const [context, text] of Object.entries(service.build?.additional_contexts ?? {})) {
    // A context without a value or with a number is not text here, whatever the model says.
    if (typeof text !== "string" || !text.startsWith("service:")) continue;
    const name = text.slice("service:".length);
    const at = locate(["services", service.name, "build", "additional_contexts", context]);
    const used = project.services[name];
    if (used?.build || doubts.about(["services", name, "build"])) continue;
    if (used) {
      const path = `services.${service.name}.build.additional_contexts.${context}`;
      const params = { path, problem: `names a service that is not built: ${name}`, hint: `give "${name}" a build` };
      diagnostics.add(composeErrors.diagnostic("COMPOSE_CONFLICT", params, at));
      continue;
    }
    const hint = didYouMean(name, Object.keys(project.services));
    const params = { service: service.name, name, by: "builds from", hint };
    diagnostics.add(composeErrors.diagnostic("COMPOSE_UNDEFINED_SERVICE", params, at));
  }
}
