import type { Node } from "@slipway/core";
import { mapValues } from "../map-values.ts";
import type { Project } from "../model/project.ts";
import type { Service } from "../model/service.ts";
import type { LoadContext } from "./context.ts";
import { normalise } from "./normalise.ts";

/**
 * A project whose variables stay, with no service left out: names hold variables, so nothing can be looked up. Without
 * normalising it has the name that the files give it, if any.
 * Source: docker compose `config --no-interpolate`, which prints compose-go's model and not the project.
 */
export function asWritten(project: Project, root: Node, context: Pick<LoadContext, "normalise">): Project {
  if (context.normalise) {
    const named = normalise(project);
    return { ...named, services: mapValues(named.services, withoutUnset) };
  }
  const name = root.kind === "mapping" ? root.entries.get("name")?.value : undefined;
  return { ...project, name: name?.kind === "scalar" ? String(name.value ?? "") : "" };
}

/** Build arguments without a value are dropped. */
function withoutUnset(service: Service): Service {
  const { build } = service;
  if (!build?.args || Array.isArray(build.args)) return service;
  const args = Object.fromEntries(Object.entries(build.args).filter(([, value]) => value !== null));
  return { ...service, build: { ...build, args } };
}
