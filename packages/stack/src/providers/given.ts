import type { Project, Service } from "@slipway/compose";
import type { Diagnostic } from "@slipway/core";
import { stackErrors } from "../errors.ts";
import type { Locate } from "../plan/images.ts";
import type { Answer } from "./messages.ts";
import { modelConfig } from "./model-config.ts";

/** Variables that a service gets from providers and models, by service. The values may be secrets. */
export type Given = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** What was learnt by asking: the answers of providers by service, the addresses of models by key. */
export interface Answers {
  readonly providers: ReadonlyMap<string, Answer>;
  readonly models: ReadonlyMap<string, string>;
}

/** The key of a service under which the names of given variables stand, so that its container's labels can tell them. */
const givenNames = "x-slipway-given";

/** The names of the variables that a service was given, joined by commas; undefined when it was given none. */
export function namesOfGiven(service: Service): string | undefined {
  const names = service[givenNames];
  return typeof names === "string" ? names : undefined;
}

/** The providers that a service depends on, whether or not they are switched on. */
function providersOf(project: Project, { depends_on: dependsOn = {} }: Service): readonly string[] {
  return Object.keys(dependsOn).filter((name) => (project.services[name] ?? project.disabledServices[name])?.provider);
}

/** Whether a service gets variables from elsewhere, and so may have some that the project does not tell. */
export function isGiven(project: Project, service: Service): boolean {
  return (
    !service.provider && (providersOf(project, service).length > 0 || Object.keys(service.models ?? {}).length > 0)
  );
}

/** Whether all that a service gets variables from has answered. */
function isAnswered(project: Project, service: Service, { providers, models }: Answers): boolean {
  return (
    providersOf(project, service).every((name) => providers.has(name)) &&
    Object.keys(service.models ?? {}).every((key) => models.has(key))
  );
}

/**
 * The variables that the services of a project get by what was answered, over those that they have already where something
 * was not asked. Source: docker/compose `docs/extension.md`; Compose Specification, "models".
 */
export function givenBy(project: Project, answers: Answers, before: Given): Given {
  const given = Object.values(project.services)
    .filter((service) => isGiven(project, service) || before.has(service.name))
    .map((service) => {
      const fromProviders = providersOf(project, service).map((name) => {
        const { prefixed = {}, raw = {} } = answers.providers.get(name) ?? {};
        const named = Object.entries(prefixed).map(([key, value]) => [`${name.toUpperCase()}_${key}`, value]);
        return { ...Object.fromEntries(named), ...raw };
      });
      const fromModels = Object.entries(service.models ?? {}).map(([key, names]) => {
        const endpoint = answers.models.get(key);
        if (endpoint === undefined) return {};
        const prefix = key.toUpperCase().replaceAll("-", "_");
        return {
          [names?.model_var ?? `${prefix}_MODEL`]: modelConfig(project, key).model,
          [names?.endpoint_var ?? `${prefix}_URL`]: endpoint,
        };
      });
      const kept = isGiven(project, service) && isAnswered(project, service, answers) ? {} : before.get(service.name);
      const variables: Readonly<Record<string, string>> = Object.assign({}, kept, ...fromProviders, ...fromModels);
      return [service.name, variables] as const;
    });
  return new Map(given);
}

/** The project with the variables that its services are given; they win over those that the files name. */
export function withGiven(project: Project, given: Given): Project {
  if (given.size === 0) return project;
  const services = Object.entries(project.services).map(([name, service]) => {
    const variables = given.get(name);
    if (!variables || Object.keys(variables).length === 0) return [name, service];
    const environment = { ...service.environment, ...variables };
    return [name, { ...service, environment, [givenNames]: Object.keys(variables).sort().join(",") }];
  });
  return { ...project, services: Object.fromEntries(services) };
}

/** Warnings of variables of the files that a provider sets as they are named, to another value. */
export function overridden(project: Project, { providers }: Answers, locate: Locate): readonly Diagnostic[] {
  return Object.values(project.services).flatMap((service) =>
    providersOf(project, service).flatMap((provider) =>
      Object.entries(providers.get(provider)?.raw ?? {}).flatMap(([variable, value]) => {
        const own = service.environment?.[variable];
        if (own === undefined || own === value) return [];
        const at = locate(["services", service.name, "environment", variable]);
        const parameters = { service: service.name, provider, variable };
        return [stackErrors.diagnostic("STACK_PROVIDER_OVERRIDES", parameters, at, "warning")];
      }),
    ),
  );
}
