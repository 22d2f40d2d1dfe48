import type { Project, Service } from "@slipway/compose";
import { type Diagnostic, formatPosition, type Position } from "@slipway/core";
import { stackErrors } from "./errors.ts";
import type { Locate } from "./plan/images.ts";

/** One setting as a service gets it. */
export interface GivenSetting {
  readonly key: string;
  /** Of the variable. */
  readonly name: string;
  readonly value: string;
  /** As a file below /run/secrets, named by `NAME_FILE`, instead of a variable. */
  readonly asFile: boolean;
  /** Where it is declared. */
  readonly at: Position;
}

/** What each service of a project gets, by its name. */
export type ServiceSettings = ReadonlyMap<string, readonly GivenSetting[]>;

/**
 * The project with the settings that its services see: a variable each, or a Compose secret and a variable `NAME_FILE`. What a Compose
 * file says itself stays; when it says something else than the setting, that is a warning. The project's environment must hold
 * the settings, because secrets of files take their content from there.
 */
export function withSettings(
  project: Project,
  settings: ServiceSettings,
  locate: Locate,
): { readonly project: Project; readonly diagnostics: readonly Diagnostic[] } {
  const secrets = { ...project.secrets };
  const diagnostics: Diagnostic[] = [];
  const give = (service: Service): Service => {
    const environment = { ...service.environment };
    const files = [...(service.secrets ?? [])];
    for (const { key, name, value, asFile, at } of settings.get(service.name) ?? []) {
      const variable = asFile ? `${name}_FILE` : name;
      const target = `/run/secrets/${name}`;
      const wanted = asFile ? target : value;
      const own = environment[variable];
      if (own !== undefined && own !== wanted) {
        const place = locate(["services", service.name, "environment", variable]);
        const parameters = { key, service: service.name, variable, declared: formatPosition(at) };
        diagnostics.push(stackErrors.diagnostic("STACK_SETTING_HIDDEN", parameters, place, "warning"));
      }
      if (own !== undefined) continue;
      environment[variable] = wanted;
      if (!asFile) continue;
      const source = `settings-${key}`;
      secrets[source] = { name: `${project.name}_${source}`, environment: name };
      files.push({ source, target });
    }
    return {
      ...service,
      ...(Object.keys(environment).length > 0 ? { environment } : {}),
      ...(files.length > 0 ? { secrets: files } : {}),
    };
  };
  const services = Object.entries(project.services).map(([name, service]) => [
    name,
    settings.has(name) ? give(service) : service,
  ]);
  return { project: { ...project, services: Object.fromEntries(services), secrets }, diagnostics };
}
