import type { ContainerStats } from "@slipway/engine";

/** What a container uses, from one sample of the engine. Sizes in bytes. */
export interface Usage {
  /** Percent of one processor: 250 is two and a half. */
  readonly cpu: number;
  readonly memory: number;
  readonly memoryLimit: number;
  readonly received: number;
  readonly sent: number;
  readonly read: number;
  readonly written: number;
  readonly processes: number;
}

/**
 * The use that a sample tells. Memory is without the page cache that the kernel can take back at any time.
 * Source: docker/cli, `cli/command/container/stats_helpers.go`.
 */
export function usageOf({
  cpu_stats,
  precpu_stats,
  memory_stats,
  networks,
  blkio_stats,
  pids_stats,
}: ContainerStats): Usage {
  const busy = cpu_stats.cpu_usage.total_usage - precpu_stats.cpu_usage.total_usage;
  const all = (cpu_stats.system_cpu_usage ?? 0) - (precpu_stats.system_cpu_usage ?? 0);
  const processors = cpu_stats.online_cpus || cpu_stats.cpu_usage.percpu_usage?.length || 1;
  const cache = memory_stats.stats?.["total_inactive_file"] ?? memory_stats.stats?.["inactive_file"] ?? 0;
  const used = memory_stats.usage ?? 0;
  const moved = blkio_stats?.io_service_bytes_recursive ?? [];
  const sum = (op: string): number =>
    moved.filter((one) => one.op.toLowerCase() === op).reduce((total, { value }) => total + value, 0);
  const cards = Object.values(networks ?? {});
  return {
    cpu: busy > 0 && all > 0 ? (busy / all) * processors * 100 : 0,
    memory: cache < used ? used - cache : used,
    memoryLimit: memory_stats.limit ?? 0,
    received: cards.reduce((total, { rx_bytes }) => total + rx_bytes, 0),
    sent: cards.reduce((total, { tx_bytes }) => total + tx_bytes, 0),
    read: sum("read"),
    written: sum("write"),
    processes: pids_stats?.current ?? 0,
  };
}
