import type { Project } from "@slipway/compose";
import { stackErrors } from "../errors.ts";
import type { PlanBuilder } from "./builder.ts";
import type { Locate } from "./images.ts";

interface Claim {
  readonly service: string;
  /** Where the name is given. */
  readonly path: readonly (string | number)[];
}

/**
 * Warns of a name that means containers of several services on one network: every look-up then gives either, at random. Names are
 * the services' own, their `container_name` and their aliases. Two services that only say the same alias may mean to share it, and
 * are told all the same.
 */
export function checkNames(builder: PlanBuilder, project: Project, locate: Locate): void {
  const claims = new Map<string, Map<string, Claim[]>>();
  const claim = (network: string, name: string, one: Claim): void => {
    const names = claims.get(network) ?? new Map<string, Claim[]>();
    claims.set(network, names);
    const known = names.get(name);
    if (!known) names.set(name, [one]);
    else if (!known.some(({ service }) => service === one.service)) known.push(one);
  };
  for (const service of Object.values(project.services)) {
    const own = ["services", service.name];
    for (const [key, settings] of Object.entries(service.networks ?? {})) {
      claim(key, service.name, { service: service.name, path: own });
      if (service.container_name !== undefined) {
        claim(key, service.container_name, { service: service.name, path: [...own, "container_name"] });
      }
      for (const [index, alias] of (settings?.aliases ?? []).entries()) {
        claim(key, alias, { service: service.name, path: [...own, "networks", key, "aliases", index] });
      }
    }
  }
  for (const [network, names] of claims) {
    for (const [name, found] of names) if (found.length > 1) tell(builder, { network, name, found }, locate);
  }
}

function tell(
  builder: PlanBuilder,
  { network, name, found }: { readonly network: string; readonly name: string; readonly found: readonly Claim[] },
  locate: Locate,
): void {
  const services = found.map(({ service }) => `"${service}"`).join(", ");
  const [at, ...also] = found.map(({ path }) => locate(path)).filter((place) => place !== undefined);
  const diagnostic = stackErrors.diagnostic("STACK_NAME_SHARED", { name, network, services }, at, "warning");
  builder.diagnostic(also.length > 0 ? { ...diagnostic, also } : diagnostic);
}
