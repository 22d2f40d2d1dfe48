import type { Project, Service } from "@slipway/compose";
import { copiedFiles, folderOf } from "./convert/files.ts";
import { conversionWarnings } from "./convert/warnings.ts";
import { stackErrors } from "./errors.ts";
import type { Observed } from "./observed.ts";
import type { PlanBuilder } from "./plan/builder.ts";
import type { Locate } from "./plan/images.ts";

/** Attributes that change how a service runs and that Slipway does not act on yet: never silently. */
const withoutEffect: readonly (keyof Service)[] = ["credential_spec"];

/**
 * Tells what of the project will have no effect, or cannot be made at all on an engine of this API version. The latter are
 * errors, so that they are known before anything is touched.
 */
export function checkSupport(
  builder: PlanBuilder,
  project: Project,
  { apiVersion, remote = false }: Pick<Observed, "apiVersion" | "remote">,
  locate: Locate,
): void {
  const services = Object.values(project.services);
  if (services.length === 0) {
    const profiles = [...new Set(Object.values(project.disabledServices).flatMap((service) => service.profiles ?? []))];
    builder.diagnostic(stackErrors.diagnostic("STACK_NO_SERVICES", { project: project.name, profiles }));
  }
  for (const service of services) {
    const at = locate(["services", service.name]);
    for (const found of conversionWarnings(project, service, apiVersion)) {
      builder.diagnostic(at ? { ...found, at } : found);
    }
    const copied = service.read_only
      ? copiedFiles(project, service, { remote }).find(({ target }) => folderOf(target) === "/")
      : undefined;
    if (copied) {
      const key = locate(["services", service.name, "read_only"]);
      builder.diagnostic(
        stackErrors.diagnostic("STACK_READ_ONLY", { service: service.name, target: copied.target }, key),
      );
    }
    for (const source of remote ? bindsFromHere(service) : []) {
      const at = locate(["services", service.name, "volumes"]);
      builder.diagnostic(stackErrors.diagnostic("STACK_REMOTE_BIND", { service: service.name, source }, at, "warning"));
    }
    if (remote && service.use_api_socket) {
      const key = locate(["services", service.name, "use_api_socket"]);
      builder.diagnostic(stackErrors.diagnostic("STACK_API_SOCKET", { service: service.name }, key));
    }
    for (const key of withoutEffect) {
      if (service[key] === undefined) continue;
      const at = locate(["services", service.name, key]);
      builder.diagnostic(
        stackErrors.diagnostic("STACK_ATTRIBUTE_IGNORED", { service: service.name, key }, at, "warning"),
      );
    }
  }
}

/** Sockets and devices of the engine's host are meant to be its own. */
function bindsFromHere({ volumes = [] }: Service): readonly string[] {
  return volumes.flatMap(({ type, source = "" }) =>
    type === "bind" && !/^\/(dev|proc|sys|run|var\/run)(\/|$)/.test(source) ? [source] : [],
  );
}
