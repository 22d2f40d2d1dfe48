import type { HostConfig, ThrottleDevice } from "@slipway/engine";

/** A value as text; a list, whose order does not count, as texts. */
export type Fact = string | readonly string[];

/** What a host configuration says, key by key in Compose's words; what equals the engine's default is undefined. */
export function hostFacts(host: HostConfig): readonly (readonly [key: string, value: Fact | undefined])[] {
  return [
    ["ports", ports(host)],
    ["restart", restart(host)],
    ["tmpfs", Object.entries(host.Tmpfs ?? {}).map(([path, options]) => (options ? `${path}:${options}` : path))],
    ["volumes_from", list(host.VolumesFrom).map((from) => from.replace(/:rw$/, ""))],
    ["cap_add", list(host.CapAdd).map(capability)],
    ["cap_drop", list(host.CapDrop).map(capability)],
    ["cgroup", host.CgroupnsMode],
    ["dns", list(host.Dns)],
    ["dns_opt", list(host.DnsOptions)],
    ["dns_search", list(host.DnsSearch)],
    ["extra_hosts", list(host.ExtraHosts).map((entry) => entry.replace("=", ":"))],
    ["group_add", list(host.GroupAdd)],
    ["ipc", host.IpcMode],
    ["pid", host.PidMode],
    ["uts", host.UTSMode],
    ["userns_mode", host.UsernsMode],
    ["privileged", flag(host.Privileged)],
    ["read_only", flag(host.ReadonlyRootfs)],
    ["init", flag(host.Init)],
    ["security_opt", securityOptions(host)],
    ["runtime", host.Runtime],
    ["isolation", host.Isolation],
    ["logging.driver", host.LogConfig?.Type],
    ["shm_size", size(host.ShmSize)],
    ["mem_limit", size(host.Memory)],
    ["mem_reservation", size(host.MemoryReservation)],
    ["memswap_limit", host.MemorySwap === 2 * (host.Memory ?? 0) ? undefined : size(host.MemorySwap)],
    ["mem_swappiness", host.MemorySwappiness === -1 ? undefined : number(host.MemorySwappiness)],
    ["oom_kill_disable", flag(host.OomKillDisable)],
    ["oom_score_adj", number(host.OomScoreAdj)],
    ["pids_limit", host.PidsLimit === -1 ? undefined : number(host.PidsLimit)],
    ["cpus", host.NanoCpus ? String(host.NanoCpus / 1e9) : undefined],
    ["cpu_shares", number(host.CpuShares)],
    ["cpu_period", number(host.CpuPeriod)],
    ["cpu_quota", number(host.CpuQuota)],
    ["cpu_rt_period", number(host.CpuRealtimePeriod)],
    ["cpu_rt_runtime", number(host.CpuRealtimeRuntime)],
    ["cpu_count", number(host.CpuCount)],
    ["cpu_percent", number(host.CpuPercent)],
    ["cpuset", host.CpusetCpus],
    ["cgroup_parent", host.CgroupParent],
    ["blkio_config.weight", number(host.BlkioWeight)],
    ["blkio_config.weight_device", list(host.BlkioWeightDevice).map(({ Path, Weight }) => `${Path}:${Weight}`)],
    ["blkio_config.device_read_bps", list(host.BlkioDeviceReadBps).map(rate)],
    ["blkio_config.device_read_iops", list(host.BlkioDeviceReadIOps).map(rate)],
    ["blkio_config.device_write_bps", list(host.BlkioDeviceWriteBps).map(rate)],
    ["blkio_config.device_write_iops", list(host.BlkioDeviceWriteIOps).map(rate)],
    ["devices", list(host.Devices).map((d) => `${d.PathOnHost}:${d.PathInContainer}:${d.CgroupPermissions}`)],
    ["device_cgroup_rules", list(host.DeviceCgroupRules)],
    ["gpus", list(host.DeviceRequests).map(deviceRequest)],
    ["ulimits", list(host.Ulimits).map(({ Name, Soft, Hard }) => `${Name}=${Soft}:${Hard}`)],
  ];
}

function list<T>(items: readonly T[] | null | undefined): readonly T[] {
  return items ?? [];
}

function flag(value: boolean | null | undefined): string | undefined {
  return value ? "true" : undefined;
}

function number(value: number | null | undefined): string | undefined {
  return value ? String(value) : undefined;
}

/** Bytes in the largest unit that gives a whole number: `64m`. */
function size(value: number | undefined): string | undefined {
  if (!value) return undefined;
  let amount = value;
  const units = ["", "k", "m", "g"];
  let unit = 0;
  while (amount % 1024 === 0 && unit < units.length - 1) {
    amount /= 1024;
    unit++;
  }
  return `${amount}${units[unit]}`;
}

function capability(name: string): string {
  return name.toUpperCase().replace(/^CAP_/, "");
}

function rate({ Path, Rate }: ThrottleDevice): string {
  return `${Path}:${Rate}`;
}

function restart({ RestartPolicy: policy }: HostConfig): string | undefined {
  if (!policy || policy.Name === "" || policy.Name === "no") return undefined;
  return policy.MaximumRetryCount ? `${policy.Name}:${policy.MaximumRetryCount}` : policy.Name;
}

/** `127.0.0.1:8080:80/tcp`, `80/tcp` on any free port. */
function ports({ PortBindings }: HostConfig): readonly string[] {
  return Object.entries(PortBindings ?? {}).flatMap(([target, bindings]) =>
    list(bindings).map(({ HostIp = "", HostPort = "" }) => {
      const address = HostIp === "0.0.0.0" ? "" : HostIp;
      const port = HostPort === "0" ? "" : HostPort;
      return [...(address ? [address] : []), ...(address || port ? [port] : []), target].join(":");
    }),
  );
}

function securityOptions(host: HostConfig): readonly string[] {
  const options = list(host.SecurityOpt)
    .map((option) => (option === "no-new-privileges" ? "no-new-privileges:true" : option.replace("=", ":")))
    // The engine adds it itself where a container shares the host's namespaces or is privileged.
    .filter((option) => option !== "label:disable");
  const open = host.MaskedPaths?.length === 0 && !host.Privileged;
  return open ? [...options, "systempaths:unconfined"] : options;
}

function deviceRequest(request: NonNullable<HostConfig["DeviceRequests"]>[number]): string {
  const which = request.DeviceIDs?.length ? `ids ${request.DeviceIDs.join(" ")}` : `count ${request.Count ?? 0}`;
  const capabilities = (request.Capabilities ?? []).map((all) => all.join("+"));
  const options = Object.entries(request.Options ?? {}).map(([name, value]) => `${name}=${value}`);
  return [request.Driver ?? "", which, ...capabilities, ...options].filter(Boolean).join(", ");
}
