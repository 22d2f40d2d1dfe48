import type { Service } from "@slipway/compose";
import { parseBytes } from "@slipway/core";
import type { HostConfig } from "@slipway/engine";
import { present } from "./present.ts";

/**
 * Limits of memory, processors, processes and the like; those under `deploy.resources` win over the service's own.
 * Source: Compose Specification, "mem_limit" and its neighbours, "deploy.resources"; reserved processors have no meaning
 * outside a cluster.
 */
export function resources(service: Service): Partial<HostConfig> {
  const limits = service.deploy?.resources?.limits;
  const reserved = service.deploy?.resources?.reservations;
  const cpus = limits?.cpus ?? service.cpus;
  const ulimits = ulimitList(service.ulimits);
  return present({
    CgroupParent: service.cgroup_parent,
    Memory: bytes(limits?.memory ?? service.mem_limit),
    MemorySwap: bytes(service.memswap_limit),
    MemorySwappiness: service.mem_swappiness,
    MemoryReservation: bytes(reserved?.memory ?? service.mem_reservation),
    OomKillDisable: service.oom_kill_disable,
    OomScoreAdj: service.oom_score_adj,
    CpuCount: service.cpu_count,
    CpuPeriod: service.cpu_period,
    CpuQuota: service.cpu_quota,
    CpuRealtimePeriod: service.cpu_rt_period,
    CpuRealtimeRuntime: service.cpu_rt_runtime,
    CpuShares: service.cpu_shares,
    CpuPercent: service.cpu_percent === undefined ? undefined : Math.round(service.cpu_percent * 100),
    NanoCpus: cpus === undefined ? undefined : Math.round(Number(cpus) * 1e9),
    CpusetCpus: service.cpuset,
    PidsLimit: limits?.pids ?? service.pids_limit,
    DeviceCgroupRules: service.device_cgroup_rules,
    Ulimits: ulimits.length === 0 ? undefined : ulimits,
  });
}

/** Limits of processes as the engine wants them; a single number is soft and hard. */
export function ulimitList(
  ulimits: Service["ulimits"],
): readonly { readonly Name: string; readonly Soft: number; readonly Hard: number }[] {
  return Object.entries(ulimits ?? {}).map(([name, limit]) => {
    const { soft, hard } = typeof limit === "number" ? { soft: limit, hard: limit } : limit;
    return { Name: name, Soft: soft, Hard: hard };
  });
}

/** Bytes of a size in the model; `-1` stands for "no limit". */
export function bytes(text: string | undefined): number | undefined {
  return text === undefined ? undefined : (parseBytes(text) ?? Number(text));
}
