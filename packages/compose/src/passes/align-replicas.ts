import { mapValues } from "../map-values.ts";
import type { Project } from "../model/project.ts";

/** The project where `deploy.replicas` of a service says what its `scale` says, if it has both. Source: compose-go `checkConsistency`. */
export function alignReplicas(project: Project): Project {
  const services = mapValues(project.services, (service) =>
    service.deploy && service.scale !== undefined
      ? { ...service, deploy: { ...service.deploy, replicas: service.scale } }
      : service,
  );
  return { ...project, services };
}
