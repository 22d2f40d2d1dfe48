import type { Network, Project, Service, Volume } from "@slipway/compose";
import { sha256 } from "@slipway/core";
import { imageName } from "./names.ts";

/** Fingerprints of the content of configs and secrets. The key is `config:<key>` or `secret:<key>` of the top-level entry. */
export type Contents = ReadonlyMap<`config:${string}` | `secret:${string}`, string>;

/** Keys of a service that do not change its container: how it is built, pulled, counted, ordered, watched and stopped. */
const withoutEffect: ReadonlySet<string> = new Set([
  "attach",
  "build",
  "depends_on",
  "deploy",
  "develop",
  "env_file",
  "image",
  "pre_stop",
  "profiles",
  "pull_policy",
  "pull_refresh_after",
  "scale",
]);

/**
 * What the container of a service is made from, as 64 hexadecimal digits: when it changes, the container is recreated.
 * The names of the networks and volumes in use are part of it. The content of its image, configs and secrets is not: they have
 * labels of their own. Nor are namespaces of other services: they have to be compared by container.
 * Not the hash that docker compose compares, which knows nothing of contents, and in which its releases differ: that one is
 * `composeHash`, and both are labels of a container.
 */
export function serviceHash(project: Project, service: Service): string {
  const known = hashes.get(service);
  if (known?.project === project) return known.hash;
  const hash = hashOf(partsOf(project, service));
  hashes.set(service, { project, hash });
  return hash;
}

/** A look asks for the hash of a service to know what it must look at, and a plan to decide. */
const hashes = new WeakMap<Service, { readonly project: Project; readonly hash: string }>();

function partsOf(project: Project, service: Service): object {
  const kept = Object.fromEntries(
    Object.entries(service).filter(([key]) => !key.startsWith("x-") && !withoutEffect.has(key)),
  );
  const volumes = (service.volumes ?? []).flatMap((mount) =>
    mount.type === "volume" && mount.source !== undefined ? [mount.source] : [],
  );
  return {
    ...kept,
    image: imageName(project, service),
    deploy: {
      resources: service.deploy?.resources,
      restart_policy: service.deploy?.restart_policy,
    },
    names: {
      networks: Object.keys(service.networks ?? {}).map((key) => project.networks[key]?.name ?? key),
      volumes: volumes.map((key) => project.volumes[key]?.name ?? key),
    },
  };
}

/** What a network is made from, as 64 hexadecimal digits: when it changes, the network has to be made anew. */
export function networkHash(network: Network): string {
  return hashOf(network);
}

/** What a volume is made from, as 64 hexadecimal digits: when it changes, only making it anew, without its data, helps. */
export function volumeHash(volume: Volume): string {
  return hashOf({ ...volume, driver: volume.driver ?? "local" });
}

function hashOf(value: unknown): string {
  return sha256(stableJson(value));
}

/** JSON whose objects have sorted keys and no undefined values, so that the order in a file does not count. */
function stableJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
