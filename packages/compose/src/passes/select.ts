import { didYouMean } from "@slipway/core";
import { composeErrors } from "../errors.ts";
import { mapValues } from "../map-values.ts";
import type { Project } from "../model/project.ts";
import type { Service } from "../model/service.ts";
import type { LoadContext } from "./context.ts";

type NamingContext = Pick<LoadContext, "services" | "diagnostics" | "doubts">;
type Services = Readonly<Record<string, Service>>;

/**
 * The project with the services whose profiles are off set aside. A service without profiles is always on; `*` turns
 * all on; a service that is named has its own profiles turned on, not those of what it depends on.
 * Source: Compose Specification, "profiles".
 */
export function applyProfiles(project: Project, context: NamingContext): Project {
  const named = namedServices(project.services, context);
  const profiles = new Set([...project.profiles, ...named.flatMap((name) => project.services[name]?.profiles ?? [])]);
  const isOn = ({ profiles: own = [] }: Service): boolean =>
    own.length === 0 ||
    profiles.has("*") ||
    own.some((profile) => profiles.has(profile)) ||
    // An empty name is what a variable without a value leaves: on as long as no profile is asked for.
    (own.includes("") && project.profiles.length === 0);
  return { ...project, ...split(project, (service) => isOn(service)) };
}

/**
 * The project with the named services and all they depend on (with `noDeps`: the named ones only), and with the
 * resources that nobody uses any more left out. Without names every service that is on stays.
 */
export function selectServices(project: Project, context: Pick<LoadContext, "services" | "noDeps">): Project {
  const { services, noDeps } = context;
  if (services.length === 0) return withoutUnused(project);
  const chosen = new Set<string>();
  const visit = (name: string): void => {
    const service = project.services[name];
    if (!service || chosen.has(name)) return;
    chosen.add(name);
    if (!noDeps) for (const next of Object.keys(service.depends_on ?? {})) visit(next);
  };
  for (const name of Object.keys(project.services)) if (services.some((pattern) => matches(name, pattern))) visit(name);
  const selected = split(project, ({ name }) => chosen.has(name));
  const kept = mapValues(selected.services, (service) => withDependencies(service, chosen));
  return withoutUnused({ ...project, ...selected, services: kept });
}

/** The names that the patterns of the command line stand for; a pattern that stands for none is a finding. */
function namedServices(services: Services, { services: patterns, diagnostics, doubts }: NamingContext): string[] {
  const names = Object.keys(services);
  return patterns.flatMap((pattern) => {
    const found = names.filter((name) => matches(name, pattern));
    if (found.length === 0 && !doubts.about(["services", pattern])) {
      const hint =
        didYouMean(pattern, names) ??
        (names.length > 0 ? `the services are ${names.slice(0, 12).join(", ")}` : undefined);
      diagnostics.add(composeErrors.diagnostic("COMPOSE_NO_SUCH_SERVICE", { name: pattern, hint }));
    }
    return found;
  });
}

/** True when a name is meant by a pattern: `*` stands for any text, `?` for one character. */
function matches(name: string, pattern: string): boolean {
  let at = 0;
  // Where the last star stands, and how far the name was read when it came: it can take one character more.
  let star = -1;
  let taken = 0;
  for (let index = 0; index < name.length; ) {
    if (pattern[at] === "*") {
      star = at++;
      taken = index;
    } else if (pattern[at] === "?" || pattern[at] === name[index]) {
      at++;
      index++;
    } else if (star !== -1) {
      at = star + 1;
      index = ++taken;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}

function split(project: Project, isOn: (service: Service) => boolean): Pick<Project, "services" | "disabledServices"> {
  const all = Object.entries(project.services);
  return {
    services: Object.fromEntries(all.filter(([, service]) => isOn(service))),
    disabledServices: {
      ...project.disabledServices,
      ...Object.fromEntries(all.filter(([, service]) => !isOn(service))),
    },
  };
}

function withDependencies(service: Service, chosen: ReadonlySet<string>): Service {
  if (!service.depends_on) return service;
  const { depends_on, ...rest } = service;
  const kept = Object.entries(depends_on).filter(([name]) => chosen.has(name));
  return kept.length === 0 ? rest : { ...rest, depends_on: Object.fromEntries(kept) };
}

/** Source: compose-go `WithoutUnnecessaryResources`. */
function withoutUnused(project: Project): Project {
  const used = {
    networks: new Set<string>(),
    volumes: new Set<string>(),
    configs: new Set<string>(),
    secrets: new Set<string>(),
    models: new Set<string>(),
  };
  for (const service of Object.values(project.services)) {
    for (const name of Object.keys(service.networks ?? {})) used.networks.add(name);
    for (const { type, source } of service.volumes ?? []) if (type === "volume" && source) used.volumes.add(source);
    for (const { source } of service.configs ?? []) used.configs.add(source);
    for (const { source } of [...(service.secrets ?? []), ...(service.build?.secrets ?? [])]) used.secrets.add(source);
    for (const name of Object.keys(service.models ?? {})) used.models.add(name);
  }
  const keep = <Value>(record: Readonly<Record<string, Value>>, names: ReadonlySet<string>): Record<string, Value> =>
    Object.fromEntries(Object.entries(record).filter(([key]) => names.has(key)));
  return {
    ...project,
    networks: keep(project.networks, used.networks),
    volumes: keep(project.volumes, used.volumes),
    configs: keep(project.configs, used.configs),
    secrets: keep(project.secrets, used.secrets),
    models: keep(project.models, used.models),
  };
}
