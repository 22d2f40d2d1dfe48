import { composeHash, type Project, type Service } from "@slipway/compose";
import type { ImageInspect } from "@slipway/engine";
import { writeContents } from "./content-labels.ts";
import { type ContainerRequest, containerCreate } from "./convert/container.ts";
import { stackErrors } from "./errors.ts";
import { type Contents, serviceHash } from "./hash.ts";
import { containerLabels } from "./labels.ts";
import { imageName } from "./names.ts";
import { parentReferences } from "./namespaces.ts";
import type { InheritedVolume } from "./plan/operation.ts";
import { namesOfGiven } from "./providers/given.ts";

export interface BodyInput {
  readonly number: number;
  /** The name that the container keeps. */
  readonly name: string;
  readonly apiVersion: string;
  /** The engine may have another file system than this machine: configs and secrets are copied, not mounted. */
  readonly remote?: boolean | undefined;
  readonly contents: Contents;
  /** Variables that the service may set otherwise. */
  readonly proxies?: Readonly<Record<string, string>> | undefined;
  readonly image: ImageInspect | undefined;
  readonly inherits: readonly InheritedVolume[];
  /** The id of the first container of a service, for namespaces that are shared. */
  readonly parentId: (service: string) => string | undefined;
  readonly replaces?: string;
  /** Present for a container of `run`: its slug, and whether it answers to the service's names. */
  readonly oneOff?: { readonly slug: string; readonly aliases: boolean };
}

/**
 * The engine's body for a container of a service, with everything that has to be looked up already in it.
 * @throws STACK_PARENT_MISSING when a service whose namespace is shared has no container
 */
export function containerBody(project: Project, service: Service, input: BodyInput): ContainerRequest {
  const parents = new Map(
    parentReferences(service).map(({ key, service: parent }) => {
      const id = input.parentId(parent);
      if (id === undefined) throw stackErrors.error("STACK_PARENT_MISSING", { service: service.name, key, parent });
      return [`${key} ${parent}`, id] as const;
    }),
  );
  const namespace = (key: "network_mode" | "ipc" | "pid"): string | undefined => {
    const parent = /^service:(.+)$/.exec(service[key] ?? "")?.[1];
    return parent === undefined ? undefined : `container:${parents.get(`${key} ${parent}`)}`;
  };
  const volumesFrom = (service.volumes_from ?? []).map((from) => {
    if (from.startsWith("container:")) return from.slice("container:".length);
    const [, parent = from, mode = ""] = /^(.*?)((?::(?:ro|rw))?)$/.exec(from) ?? [];
    return `${parents.get(`volumes_from ${parent}`)}${mode}`;
  });
  const { network, ipc, pid } = { network: namespace("network_mode"), ipc: namespace("ipc"), pid: namespace("pid") };
  return containerCreate({
    project,
    service,
    number: input.number,
    name: input.name,
    labels: containerLabels(project, service, {
      number: input.number,
      oneOff: input.oneOff !== undefined,
      configHash: composeHash(project, service, input.parentId),
      contents: writeContents(service, input.contents),
      ownHash: serviceHash(project, service),
      given: namesOfGiven(service),
      ...(input.oneOff ? { slug: input.oneOff.slug } : {}),
      ...(input.image ? { imageId: input.image.Id } : {}),
      ...(input.replaces === undefined ? {} : { replaces: input.replaces }),
    }),
    apiVersion: input.apiVersion,
    proxies: input.proxies ?? {},
    remote: input.remote ?? false,
    namespaces: { ...(network ? { network } : {}), ...(ipc ? { ipc } : {}), ...(pid ? { pid } : {}) },
    volumesFrom,
    inheritedVolumes: input.inherits,
    image: input.image,
    imageRef: imageName(project, service),
    ...(input.oneOff ? { serviceAliases: input.oneOff.aliases } : {}),
  });
}
