import type { Project, Service } from "@slipway/compose";

/** What a service with `use_api_socket` gets. */
export interface ApiSocket {
  /** The path of the engine's socket. */
  readonly socket: string;
  /** A `config.json` with the credentials of this person. */
  readonly config: string;
}

/** The key of the secret, which nobody can write in a file, and the variable that holds its value. */
const secret = { key: "#apisocket", variable: "SLIPWAY_API_SOCKET_CONFIG" };
const folder = "/run/secrets/docker";

/**
 * The project with what `use_api_socket` stands for: the engine's socket at its usual place, and the credentials of this person in
 * a secret that DOCKER_CONFIG points to, unless the service sets that itself.
 * Source: Compose Specification, "use_api_socket"; docker/cli `docker run --use-api-socket`.
 */
export function withApiSocket(project: Project, { socket, config }: ApiSocket): Project {
  const services = Object.entries(project.services).map(([name, service]) => [name, withSocket(service, socket)]);
  return {
    ...project,
    services: Object.fromEntries(services),
    secrets: { ...project.secrets, [secret.key]: { name: secret.key, environment: secret.variable } },
    environment: { ...project.environment, [secret.variable]: config },
  };
}

function withSocket(service: Service, socket: string): Service {
  if (!service.use_api_socket) return service;
  const mount = { type: "bind", source: socket, target: "/var/run/docker.sock" } as const;
  const reference = { source: secret.key, target: `${folder}/config.json` };
  const own = "DOCKER_CONFIG" in (service.environment ?? {});
  return {
    ...service,
    volumes: [...(service.volumes ?? []), mount],
    ...(own ? {} : { environment: { ...service.environment, DOCKER_CONFIG: folder } }),
    ...(own ? {} : { secrets: [...(service.secrets ?? []), reference] }),
  };
}
