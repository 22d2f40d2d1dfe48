import { formatBytes } from "@slipway/core";
import type { Usage } from "@slipway/stack";
import { renderTable } from "../../output/table.ts";

export interface UsageRow {
  readonly id: string;
  readonly name: string;
  /** Absent while the engine has not told anything. */
  readonly usage?: Usage;
}

/** The headings of columns that have other names than their fields. */
export const usageHeadings = {
  ID: "CONTAINER ID",
  CPUPerc: "CPU %",
  MemUsage: "MEM USAGE / LIMIT",
  MemPerc: "MEM %",
  NetIO: "NET I/O",
  BlockIO: "BLOCK I/O",
  PIDs: "PIDS",
} as const;

/** The table that `docker stats` prints. */
export function renderUsages(rows: readonly UsageRow[], noTrunc: boolean): string {
  const {
    ID: id,
    CPUPerc: cpu,
    MemUsage: memory,
    MemPerc: share,
    NetIO: network,
    BlockIO: block,
    PIDs: pids,
  } = usageHeadings;
  const headings = [id, "NAME", cpu, memory, share, network, block, pids];
  const cells = rows.map((row) => {
    const { CPUPerc, MemUsage, MemPerc, NetIO, BlockIO, PIDs, ID, Name } = toUsageObject(row, noTrunc);
    return [ID, Name, CPUPerc, MemUsage, MemPerc, NetIO, BlockIO, PIDs];
  });
  return renderTable(headings, cells);
}

/** One line of `stats --format json`: the keys of docker compose 2.40. */
export function toUsageObject({ id, name, usage }: UsageRow, noTrunc: boolean): Readonly<Record<UsageKey, string>> {
  const either = (text: (usage: Usage) => string): string => (usage ? text(usage) : "--");
  return {
    BlockIO: either(({ read, written }) => `${formatBytes(read)} / ${formatBytes(written)}`),
    CPUPerc: either(({ cpu }) => `${cpu.toFixed(2)}%`),
    Container: id,
    ID: noTrunc ? id : id.slice(0, 12),
    MemPerc: either(({ memory, memoryLimit }) => `${(memoryLimit > 0 ? (memory / memoryLimit) * 100 : 0).toFixed(2)}%`),
    MemUsage: either(({ memory, memoryLimit }) => `${binaryBytes(memory)} / ${binaryBytes(memoryLimit)}`),
    Name: name,
    NetIO: either(({ received, sent }) => `${formatBytes(received)} / ${formatBytes(sent)}`),
    PIDs: either(({ processes }) => String(processes)),
  };
}

type UsageKey = "BlockIO" | "CPUPerc" | "Container" | "ID" | "MemPerc" | "MemUsage" | "Name" | "NetIO" | "PIDs";

/** A size in powers of 1024 with four digits, as docker prints memory: `23.54GiB`. Source: docker/go-units `BytesSize`. */
function binaryBytes(bytes: number): string {
  const names = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
  const power = bytes < 1 ? 0 : Math.min(names.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${Number((bytes / 1024 ** power).toPrecision(4))}${names[power]}`;
}
