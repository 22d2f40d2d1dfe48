import type { Project, Service } from "@slipway/compose";
import { stackErrors } from "./errors.ts";
import type { PlanBuilder } from "./plan/builder.ts";
import type { Locate } from "./plan/images.ts";

/** Attributes that change how a service runs and that Slipway does not act on yet: never silently. */
const withoutEffect: readonly (keyof Service)[] = [
  "credential_spec",
  "models",
  "post_start",
  "pre_start",
  "pre_stop",
  "provider",
  "use_api_socket",
];

/** Warns of every attribute that the project uses and that has no effect. */
export function checkSupport(builder: PlanBuilder, project: Project, locate: Locate): void {
  for (const service of Object.values(project.services)) {
    for (const key of withoutEffect) {
      if (service[key] === undefined) continue;
      const at = locate(["services", service.name, key]);
      builder.diagnostic(
        stackErrors.diagnostic("STACK_ATTRIBUTE_IGNORED", { service: service.name, key }, at, "warning"),
      );
    }
  }
}
