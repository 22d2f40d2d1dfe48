import type { Project, Service, ServiceNetwork } from "@slipway/compose";
import type { EndpointSettings } from "@slipway/engine";
import { containerName } from "../names.ts";
import { speaks } from "./api-version.ts";

export interface Connection {
  /** The network's name on the engine. */
  readonly network: string;
  readonly endpoint: EndpointSettings;
}

export interface ContainerNetworks {
  /** `HostConfig.NetworkMode`. */
  readonly mode: string;
  /** Given with the creation of the container. */
  readonly create: readonly Connection[];
  /** To be connected between creation and start, in this order: older engines take one network at creation. */
  readonly connect: readonly Connection[];
  /** `Config.MacAddress`, for engines that know none per network. */
  readonly macAddress: string | undefined;
}

export interface NetworksInput {
  readonly project: Project;
  readonly service: Service;
  /** The replica, for the names of legacy links. */
  readonly number: number;
  /** The name of the container, its first alias. */
  readonly name: string;
  readonly apiVersion: string;
  /** `container:<id>` of `network_mode: service:…`. */
  readonly namespace: string | undefined;
  /** False for a container of `run`, which is not to answer for its service. */
  readonly serviceAliases: boolean;
}

/**
 * How a container is attached. The network with the highest `priority` comes first and gives the default route on older
 * engines; ties go by key. Source: Compose Specification, "networks" and "network_mode"; Docker Engine API 1.44 on several
 * endpoints at creation.
 */
export function networks(input: NetworksInput): ContainerNetworks {
  const { project, service, apiVersion } = input;
  const mode = input.namespace ?? service.network_mode;
  if (mode !== undefined) return { mode, create: [], connect: [], macAddress: service.mac_address };

  const perEndpoint = speaks(apiVersion, "1.44");
  const [primary, ...others] = keysByPriority(project, service).map((key, index): Connection => {
    const settings = service.networks?.[key] ?? {};
    const mac = settings.mac_address ?? (index === 0 ? service.mac_address : undefined);
    return {
      network: project.networks[key]?.name ?? key,
      endpoint: endpoint(input, settings, perEndpoint ? mac : undefined),
    };
  });
  if (!primary) return { mode: "none", create: [], connect: [], macAddress: service.mac_address };
  const [primaryKey = ""] = keysByPriority(project, service);
  return {
    mode: primary.network,
    create: perEndpoint ? [primary, ...others] : [primary],
    connect: perEndpoint ? [] : others,
    macAddress: perEndpoint ? undefined : (service.networks?.[primaryKey]?.mac_address ?? service.mac_address),
  };
}

/** The keys of a service's networks, the primary one first. */
export function keysByPriority(project: Project, service: Service): readonly string[] {
  const own = Object.keys(service.networks ?? {});
  if (own.length === 0) return project.networks.default ? ["default"] : [];
  const priority = (key: string): number => service.networks?.[key]?.priority ?? 0;
  return own.sort((a, b) => priority(b) - priority(a) || (a < b ? -1 : 1));
}

function endpoint(input: NetworksInput, settings: ServiceNetwork, mac: string | undefined): EndpointSettings {
  const { service, apiVersion, name } = input;
  const links = legacyLinks(input);
  const address = {
    ...(settings.ipv4_address === undefined ? {} : { IPv4Address: settings.ipv4_address }),
    ...(settings.ipv6_address === undefined ? {} : { IPv6Address: settings.ipv6_address }),
    ...(settings.link_local_ips?.length ? { LinkLocalIPs: settings.link_local_ips } : {}),
  };
  const options = {
    ...settings.driver_opts,
    ...(settings.interface_name !== undefined && speaks(apiVersion, "1.49")
      ? { "com.docker.network.endpoint.ifname": settings.interface_name }
      : {}),
  };
  const aliases = input.serviceAliases ? [name, service.name, ...(settings.aliases ?? [])] : [name];
  return {
    Aliases: [...new Set(aliases)],
    ...(links.length > 0 ? { Links: links } : {}),
    ...(Object.keys(address).length > 0 ? { IPAMConfig: address } : {}),
    ...(Object.keys(options).length > 0 ? { DriverOpts: options } : {}),
    ...(mac === undefined ? {} : { MacAddress: mac }),
    ...(settings.gw_priority !== undefined && speaks(apiVersion, "1.48") ? { GwPriority: settings.gw_priority } : {}),
  };
}

/** The names under which linked containers are found: the link's, `<service>-<number>`, and the container's own. */
export function legacyLinks({
  project,
  service,
  number,
}: Pick<NetworksInput, "project" | "service" | "number">): readonly string[] {
  const links = (service.links ?? []).flatMap((link) => {
    const [linked = "", alias = linked] = link.split(":");
    const container = containerName(project, linked, number);
    return [alias, `${linked}-${number}`, container].map((name) => `${container}:${name}`);
  });
  const external = (service.external_links ?? []).map((link) => (link.includes(":") ? link : `${link}:${link}`));
  return [...new Set([...links, ...external])];
}
