import type { Project } from "@slipway/compose";

/** The project with only these services; the others count as switched off, not as gone. */
export function onlyServices(project: Project, names: ReadonlySet<string>): Project {
  const all = Object.entries(project.services);
  return {
    ...project,
    services: Object.fromEntries(all.filter(([key]) => names.has(key))),
    disabledServices: { ...project.disabledServices, ...Object.fromEntries(all.filter(([key]) => !names.has(key))) },
  };
}
