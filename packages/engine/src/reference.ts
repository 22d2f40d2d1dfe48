import { engineErrors } from "./errors.ts";

/** The parts of an image's name. */
export interface ImageReference {
  /** `docker.io`, `ghcr.io`, `localhost:5000`. */
  readonly registry: string;
  /** `library/nginx`. */
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:…` */
  readonly digest?: string;
}

const path = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*)*$/;
const host = /^(?:\[[0-9a-fA-F:]+\]|[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?)(?::\d+)?$/;
const digestForm = /^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-f]{32,}$/;

/**
 * The parts of an image's name, with Docker Hub's short forms spelled out: `nginx` is `docker.io/library/nginx`.
 * Source: distribution/reference `ParseNormalizedNamed`.
 *
 * @throws ENGINE_BAD_REFERENCE
 */
export function parseReference(name: string): ImageReference {
  const [front = "", digest, ...more] = name.split("@");
  const colon = front.lastIndexOf(":");
  const hasTag = colon > front.lastIndexOf("/");
  const tag = hasTag ? front.slice(colon + 1) : undefined;
  const { registry, rest } = splitRegistry(hasTag ? front.slice(0, colon) : front);
  const repository = registry === "docker.io" && !rest.includes("/") ? `library/${rest}` : rest;
  const valid =
    more.length === 0 &&
    host.test(registry) &&
    path.test(rest) &&
    repository.length + registry.length < 255 &&
    (tag === undefined || /^\w[\w.-]{0,127}$/.test(tag)) &&
    (digest === undefined || digestForm.test(digest));
  if (!valid) throw engineErrors.error("ENGINE_BAD_REFERENCE", { name });
  return {
    registry,
    repository,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

function splitRegistry(name: string): { registry: string; rest: string } {
  const slash = name.indexOf("/");
  const first = name.slice(0, Math.max(slash, 0));
  const isHost = slash > 0 && (/[.:]/.test(first) || first === "localhost" || first !== first.toLowerCase());
  if (!isHost) return { registry: "docker.io", rest: name };
  return { registry: first === "index.docker.io" ? "docker.io" : first, rest: name.slice(slash + 1) };
}
