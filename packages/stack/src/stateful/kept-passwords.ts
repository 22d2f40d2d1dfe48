import type { Project } from "@slipway/compose";
import type { Diagnostic } from "@slipway/core";
import { stackErrors } from "../errors.ts";
import type { Locate } from "../plan/images.ts";
import { initialPasswords } from "./keepers.ts";

/**
 * Warnings of services that are given a password which was made just now, while a volume that keeps an older one is there: pure.
 * `made` are names of variables of the project's environment, `volumes` the names of those that the engine has.
 */
export function keptPasswords(
  project: Project,
  made: readonly string[],
  volumes: ReadonlySet<string>,
  locate: Locate,
): readonly Diagnostic[] {
  const fresh = made.flatMap((name) => project.environment[name] || []);
  return Object.values(project.services).flatMap(({ name: service, environment = {}, volumes: mounts = [] }) => {
    const variable = initialPasswords.find((name) => fresh.some((value) => environment[name]?.endsWith(value)));
    const kept = mounts
      .map(({ type, source }) => (type === "volume" && source ? project.volumes[source]?.name : undefined))
      .find((name) => name !== undefined && volumes.has(name));
    if (variable === undefined || kept === undefined) return [];
    const at = locate(["services", service, "environment", variable]);
    return [stackErrors.diagnostic("STACK_PASSWORD_KEPT", { service, variable, volume: kept }, at, "warning")];
  });
}
