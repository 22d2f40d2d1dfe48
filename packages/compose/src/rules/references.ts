import type { Path } from "@slipway/core";
import { didYouMean } from "@slipway/core";
import { composeErrors } from "../errors.ts";
import type { Service } from "../model/service.ts";
import { serviceReferences } from "../service-references.ts";
import type { Check } from "./check.ts";

type Kind = "network" | "volume" | "config" | "secret" | "model";

const codes = {
  network: "COMPOSE_UNDEFINED_NETWORK",
  volume: "COMPOSE_UNDEFINED_VOLUME",
  config: "COMPOSE_UNDEFINED_CONFIG",
  secret: "COMPOSE_UNDEFINED_SECRET",
  model: "COMPOSE_UNDEFINED_MODEL",
} as const satisfies Record<Kind, string>;

/** Finds the names in a service that nothing defines: networks, volumes, configs, secrets, models, services. */
export function checkReferences(service: Service, check: Check): void {
  const { project, diagnostics, doubts, locate } = check;
  const expect = (kind: Kind, name: string | undefined, at: readonly (string | number)[]): void => {
    const known = project[`${kind}s`];
    // A reference without a name is told of with the conflicts.
    if (name === undefined || diagnostics.full || Object.hasOwn(known, name) || doubts.about([`${kind}s`, name]))
      return;
    const hint = didYouMean(name, Object.keys(known));
    const place = locate(["services", service.name, ...at]);
    diagnostics.add(composeErrors.diagnostic(codes[kind], { service: service.name, name, hint }, place));
  };
  for (const name of Object.keys(service.networks ?? {}))
    if (name !== "default") expect("network", name, ["networks", name]);
  for (const [index, { type, source }] of (service.volumes ?? []).entries()) {
    if (type === "volume" && source) expect("volume", source, ["volumes", index]);
  }
  for (const [index, { source }] of (service.configs ?? []).entries()) expect("config", source, ["configs", index]);
  for (const [index, { source }] of (service.secrets ?? []).entries()) expect("secret", source, ["secrets", index]);
  for (const [index, { source }] of (service.build?.secrets ?? []).entries())
    expect("secret", source, ["build", "secrets", index]);
  for (const name of Object.keys(service.models ?? {})) expect("model", name, ["models", name]);
  checkDependencies(service, check);
}

function checkDependencies(service: Service, check: Check): void {
  const implied = new Map(serviceReferences(service).map((reference) => [reference.name, reference.attribute]));
  for (const [name, { required }] of Object.entries(service.depends_on ?? {})) {
    if (Object.hasOwn(check.project.services, name) || check.diagnostics.full) continue;
    // Optional is a service that profiles turn off, not one that nobody defines.
    if (required === false && Object.hasOwn(check.project.disabledServices, name)) continue;
    if (check.doubts.about(["services", name]) && !Object.hasOwn(check.project.disabledServices, name)) continue;
    const attribute = implied.get(name);
    const path: Path = ["services", service.name, attribute ?? "depends_on", ...(attribute ? [] : [name])];
    reportMissing(service, name, attribute ? `names in ${attribute}` : "depends on", path, check);
  }
}

/** A service that the file defines but no profile turns on is another fault than one that nobody defines. */
function reportMissing(
  service: Service,
  name: string,
  by: string,
  path: Path,
  { project, diagnostics, locate }: Check,
): void {
  const off = project.disabledServices[name];
  if (off?.profiles) {
    const params = { service: service.name, name, by, profiles: off.profiles.join(" or ") };
    diagnostics.add(composeErrors.diagnostic("COMPOSE_SERVICE_DISABLED", params, locate(path)));
    return;
  }
  const hint = didYouMean(name, Object.keys({ ...project.services, ...project.disabledServices }));
  diagnostics.add(
    composeErrors.diagnostic("COMPOSE_UNDEFINED_SERVICE", { service: service.name, name, by, hint }, locate(path)),
  );
}
