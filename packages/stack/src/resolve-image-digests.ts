import type { Project, Service } from "@slipway/compose";
import { type Engine, parseReference } from "@slipway/engine";

/**
 * The project with every image pinned to the digest that its name has in the registry now: `nginx` becomes
 * `docker.io/library/nginx:latest@sha256:…`. Services without an image, and images that have a digest, stay.
 * @throws ENGINE_BAD_REFERENCE, and what asking the registry throws
 */
export async function resolveImageDigests(engine: Engine, project: Project, signal?: AbortSignal): Promise<Project> {
  const asked = new Map<string, Promise<string>>();
  const digestOf = (name: string): Promise<string> => {
    const known = asked.get(name) ?? engine.images.digest(name, signal ? { signal } : {});
    asked.set(name, known);
    return known;
  };
  const pin = async (service: Service): Promise<Service> => {
    if (!service.image) return service;
    const { registry, repository, tag, digest } = parseReference(service.image);
    const name = `${registry}/${repository}`;
    // A digest says all: the engine refuses names that have a tag, too.
    if (digest !== undefined) return { ...service, image: `${name}@${digest}` };
    const tagged = `${name}:${tag ?? "latest"}`;
    return { ...service, image: `${tagged}@${await digestOf(tagged)}` };
  };
  const services = await Promise.all(
    Object.entries(project.services).map(async ([key, service]) => [key, await pin(service)] as const),
  );
  return { ...project, services: Object.fromEntries(services) };
}
