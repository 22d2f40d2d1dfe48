import type { Service } from "@slipway/compose";
import type { HostConfig } from "@slipway/engine";
import { speaks } from "./api-version.ts";
import { blkio, devices } from "./devices.ts";
import { present } from "./present.ts";
import { bytes, resources } from "./resources.ts";
import { restartPolicy } from "./restart.ts";

export interface Namespaces {
  /** `container:<id>`, where the project says `service:…`. */
  readonly network?: string;
  readonly ipc?: string;
  readonly pid?: string;
}

/** How a service's container is run, but for its mounts, ports and networks. Source: Compose Specification, "services". */
export function hostConfig(service: Service, namespaces: Namespaces, apiVersion: string): Partial<HostConfig> {
  const securityOptions = service.security_opt?.filter((option) => option !== unconfinedPaths);
  return {
    ...resources(service),
    ...devices(service),
    ...blkio(service.blkio_config),
    ...present({
      Annotations: speaks(apiVersion, "1.43") ? service.annotations : undefined,
      CapAdd: service.cap_add,
      CapDrop: service.cap_drop,
      CgroupnsMode: service.cgroup,
      Dns: service.dns,
      DnsOptions: service.dns_opt,
      DnsSearch: service.dns_search,
      ExtraHosts: extraHosts(service),
      GroupAdd: service.group_add,
      Init: service.init,
      IpcMode: namespaces.ipc ?? service.ipc,
      Isolation: service.isolation,
      LogConfig: service.logging
        ? { Type: service.logging.driver ?? "", Config: service.logging.options ?? {} }
        : undefined,
      PidMode: namespaces.pid ?? service.pid,
      Privileged: service.privileged,
      ReadonlyRootfs: service.read_only,
      RestartPolicy: restartPolicy(service),
      Runtime: service.runtime,
      SecurityOpt: securityOptions?.length ? securityOptions : undefined,
      ShmSize: bytes(service.shm_size),
      StorageOpt: service.storage_opt,
      Sysctls: service.sysctls,
      Tmpfs: tmpfs(service),
      UTSMode: service.uts,
      UsernsMode: service.userns_mode,
    }),
    ...(service.security_opt?.includes(unconfinedPaths) ? { MaskedPaths: [], ReadonlyPaths: [] } : {}),
  };
}

/** Not known to the engine: its clients turn it into empty lists of protected paths. Source: docker/cli, `--security-opt`. */
const unconfinedPaths = "systempaths=unconfined";

function extraHosts(service: Service): readonly string[] | undefined {
  if (!service.extra_hosts) return undefined;
  return Object.entries(service.extra_hosts).flatMap(([host, addresses]) =>
    addresses.map((address) => `${host}:${address}`),
  );
}

/** `/run:size=64m` → the path and its options. */
function tmpfs(service: Service): Readonly<Record<string, string>> | undefined {
  if (!service.tmpfs || service.tmpfs.length === 0) return undefined;
  return Object.fromEntries(
    service.tmpfs.map((text) => {
      const colon = text.indexOf(":");
      return colon === -1 ? [text, ""] : [text.slice(0, colon), text.slice(colon + 1)];
    }),
  );
}
