import type { Labels, Project, Service } from "@slipway/compose";
import { parseDuration } from "@slipway/core";
import type { ContainerCreate, HostConfig, ImageInspect } from "@slipway/engine";
import { environment } from "./environment.ts";
import { healthcheck } from "./healthcheck.ts";
import { hostConfig, type Namespaces } from "./host-config.ts";
import { type InheritedVolume, mounts } from "./mounts.ts";
import { type Connection, legacyLinks, networks } from "./networks.ts";
import { ports } from "./ports.ts";
import { present } from "./present.ts";

export interface ContainerInput {
  readonly project: Project;
  readonly service: Service;
  /** The replica, from 1. */
  readonly number: number;
  /** The name that the container keeps, also when it is created under a temporary one. */
  readonly name: string;
  readonly labels: Labels;
  /** What the engine speaks: `1.41`. */
  readonly apiVersion: string;
  /** Variables for proxies, over which those of the service win. */
  readonly proxies?: Readonly<Record<string, string>>;
  /** The engine may have another file system than this machine. */
  readonly remote: boolean;
  /** Where the project says `service:…`. */
  readonly namespaces: Namespaces;
  /** The ids of the containers of `volumes_from`, each with `:ro` where the project says so. */
  readonly volumesFrom: readonly string[];
  /** Anonymous volumes of the container that is replaced. */
  readonly inheritedVolumes: readonly InheritedVolume[];
  /** Undefined: not on the engine yet. */
  readonly image: ImageInspect | undefined;
  readonly imageRef: string;
  /** False for a container of `run`, which is not to answer for its service. Default true. */
  readonly serviceAliases?: boolean;
}

export interface ContainerRequest {
  readonly body: ContainerCreate;
  /** To be connected between creation and start, in this order. */
  readonly connect: readonly Connection[];
}

/** The engine's body for one container of a service. Pure: the same input gives the same body. */
export function containerCreate(input: ContainerInput): ContainerRequest {
  const { project, service, apiVersion, namespaces } = input;
  const attached = networks({
    ...input,
    namespace: namespaces.network,
    serviceAliases: input.serviceAliases ?? true,
  });
  const { exposed, bindings } = ports(service);
  const hasProxies = Object.keys(input.proxies ?? {}).length > 0;
  const variables = hasProxies ? { ...input.proxies, ...service.environment } : service.environment;
  const links = attached.mode === "bridge" ? legacyLinks(input) : [];
  const host: HostConfig = {
    ...hostConfig(service, namespaces, apiVersion),
    ...mounts(project, service, input.inheritedVolumes, input.image, { remote: input.remote }),
    NetworkMode: attached.mode,
    ...(Object.keys(bindings).length > 0 ? { PortBindings: bindings } : {}),
    ...(input.volumesFrom.length > 0 ? { VolumesFrom: input.volumesFrom } : {}),
    ...(links.length > 0 ? { Links: links } : {}),
  };
  const body: ContainerCreate = {
    Image: input.imageRef,
    AttachStdout: true,
    AttachStderr: true,
    Labels: input.labels,
    ...present({
      Cmd: service.command ?? undefined,
      Domainname: service.domainname,
      Entrypoint: service.entrypoint ?? undefined,
      Env: variables === undefined ? undefined : environment(variables),
      ExposedPorts: Object.keys(exposed).length > 0 ? exposed : undefined,
      Healthcheck: healthcheck(service.healthcheck, apiVersion),
      Hostname: service.hostname,
      MacAddress: attached.macAddress,
      OpenStdin: service.stdin_open,
      StopSignal: service.stop_signal,
      StopTimeout: seconds(service.stop_grace_period),
      Tty: service.tty,
      User: service.user,
      WorkingDir: service.working_dir,
    }),
    HostConfig: host,
    ...(attached.create.length > 0
      ? {
          NetworkingConfig: {
            EndpointsConfig: Object.fromEntries(attached.create.map(({ network, endpoint }) => [network, endpoint])),
          },
        }
      : {}),
  };
  return { body, connect: attached.connect };
}

/** Whole seconds, rounded up: a short grace is still one. */
function seconds(duration: string | undefined): number | undefined {
  const nanoseconds = duration === undefined ? undefined : parseDuration(duration);
  return nanoseconds === undefined ? undefined : Math.ceil(nanoseconds / 1e9);
}
