import type { Network, Project } from "@slipway/compose";
import type { NetworkCreate } from "@slipway/engine";
import { networkHash } from "../hash.ts";
import { networkLabels } from "../labels.ts";

/**
 * The engine's body for the network that the project has under `key`, which must not be external.
 * Source: Compose Specification, "networks".
 */
export function networkCreate(project: Project, key: string): NetworkCreate {
  const network: Network = project.networks[key] ?? { name: key };
  const addresses = addressManagement(network);
  return {
    Name: network.name,
    Labels: networkLabels(project, key, networkHash(network)),
    ...(network.driver === undefined ? {} : { Driver: network.driver }),
    ...(network.driver_opts ? { Options: network.driver_opts } : {}),
    ...(network.internal ? { Internal: true } : {}),
    ...(network.attachable ? { Attachable: true } : {}),
    ...(network.enable_ipv4 === undefined ? {} : { EnableIPv4: network.enable_ipv4 }),
    ...(network.enable_ipv6 === undefined ? {} : { EnableIPv6: network.enable_ipv6 }),
    ...(addresses ? { IPAM: addresses } : {}),
  };
}

function addressManagement({ ipam }: Network): NetworkCreate["IPAM"] {
  const pools = ipam?.config ?? [];
  if (!ipam || (ipam.driver === undefined && pools.length === 0 && !ipam.options)) return undefined;
  return {
    ...(ipam.driver === undefined ? {} : { Driver: ipam.driver }),
    ...(ipam.options ? { Options: ipam.options } : {}),
    ...(pools.length > 0
      ? {
          Config: pools.map((pool) => ({
            ...(pool.subnet === undefined ? {} : { Subnet: pool.subnet }),
            ...(pool.ip_range === undefined ? {} : { IPRange: pool.ip_range }),
            ...(pool.gateway === undefined ? {} : { Gateway: pool.gateway }),
            ...(pool.aux_addresses ? { AuxiliaryAddresses: pool.aux_addresses } : {}),
          })),
        }
      : {}),
  };
}
