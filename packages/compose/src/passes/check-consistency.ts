import { findCycle } from "@slipway/core";
import { composeErrors } from "../errors.ts";
import type { Service } from "../model/service.ts";
import { checkBuildContexts } from "../rules/build-contexts.ts";
import type { Check } from "../rules/check.ts";
import { checkConflicts } from "../rules/conflicts.ts";
import { checkReferences } from "../rules/references.ts";

/**
 * Finds what cannot work together in a project: names that are not defined, attributes that exclude each other, services
 * that wait for each other. Services whose profiles are off are not looked at.
 * Source: compose-go `loader/validate.go`, `graph/cycle.go`.
 */
export function checkConsistency(check: Check): void {
  for (const service of Object.values(check.project.services)) {
    checkReferences(service, check);
    checkConflicts(service, check);
    checkBuildContexts(service, check);
  }
  checkCycle(check);
  checkContainerNames(check);
  checkContents(check);
  checkExternalVolumes(check);
}

function checkCycle({ project, diagnostics, locate }: Check): void {
  const edges = Object.entries(project.services).map(
    ([name, service]) => [name, Object.keys(service.depends_on ?? {})] as const,
  );
  const cycle = findCycle(new Map(edges));
  if (!cycle) return;
  const [first = "", second = ""] = cycle;
  const at = locate(["services", first, "depends_on", second]);
  diagnostics.add(composeErrors.diagnostic("COMPOSE_DEPENDENCY_CYCLE", { cycle: cycle.join(" → ") }, at));
}

function checkContainerNames({ project, diagnostics, locate }: Check): void {
  const users = new Map<string, Service>();
  for (const service of Object.values(project.services)) {
    const name = service.container_name;
    if (name === undefined) continue;
    const first = users.get(name);
    if (first) {
      const at = locate(["services", service.name, "container_name"]);
      const services = `"${first.name}" and "${service.name}"`;
      diagnostics.add(composeErrors.diagnostic("COMPOSE_CONTAINER_NAME_TWICE", { name, services }, at));
    } else users.set(name, service);
  }
}

/** A secret or config that is not external must have a source, and exactly one. */
function checkContents({ project, diagnostics, doubts, locate }: Check): void {
  for (const [part, ways] of [
    ["configs", ["file", "content", "environment"]],
    ["secrets", ["file", "environment"]],
  ] as const) {
    for (const [key, resource] of Object.entries(project[part])) {
      const given = ways.filter((way) => (resource as Readonly<Record<string, unknown>>)[way] !== undefined);
      const kind = part.slice(0, -1);
      const known = given.length > 0 || resource.external;
      if (!known && ![...ways, "external"].some((way) => doubts.about([part, key, way]))) {
        const words = `${ways.slice(0, -1).join(", ")} or ${ways.at(-1)}`;
        diagnostics.add(
          composeErrors.diagnostic("COMPOSE_NO_SOURCE", { kind, name: key, ways: words }, locate([part, key])),
        );
      }
      if (given.length > 1) {
        const params = {
          path: `${part}.${key}`,
          problem: `has ${given.join(" and ")}, which exclude each other`,
          hint: "keep one of them",
        };
        diagnostics.add(composeErrors.diagnostic("COMPOSE_CONFLICT", params, locate([part, key, given[1] ?? ""])));
      }
    }
  }
}

/** A volume that is made elsewhere cannot say here how it is made. Source: compose-go `validation/external.go`. */
function checkExternalVolumes({ project, diagnostics, locate }: Check): void {
  for (const [key, volume] of Object.entries(project.volumes)) {
    if (!volume.external) continue;
    for (const attribute of ["driver", "driver_opts", "labels"] as const) {
      if (volume[attribute] === undefined) continue;
      const problem = "has no meaning for a volume that is external";
      const params = { path: `volumes.${key}.${attribute}`, problem, hint: "remove it, or remove external" };
      diagnostics.add(composeErrors.diagnostic("COMPOSE_CONFLICT", params, locate(["volumes", key, attribute])));
    }
  }
}
