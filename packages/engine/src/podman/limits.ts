import { readFileSync } from "node:fs";
import type { HostConfig } from "../types/host-config.ts";

/** Docker's name of a limit → the line of it in `/proc/self/limits`. */
const lines = { nofile: "Max open files", nproc: "Max processes" } as const;

/** The limits that a process on the engine's machine may give. */
export interface Limits {
  /** As in `/proc/self/limits`. */
  readonly own: string;
  /** As many processes as there can be: Podman lowers its limit to that. Absent: not known. */
  readonly processes?: number;
}

/**
 * The limits of a container where some are given: to the others of these two Podman gives the highest that there are, which not
 * every root may do; Docker gives what it has itself. They are what this process has, which runs on the engine's machine.
 * Source: containers/podman `pkg/specgen/generate/oci.go`, `addRlimits`, and `libpod/runtime.go`, `SetUlimits`.
 */
export function withLimitsOfThisProcess<Host extends Pick<HostConfig, "Ulimits">>(host: Host, limits = found()): Host {
  const given = host.Ulimits ?? [];
  if (given.length === 0) return host;
  const named = new Set(given.map(({ Name }) => Name));
  const added = Object.entries(lines).flatMap(([Name, line]) => {
    const [, soft, hard] = new RegExp(`^${line} +(\\d+) +(\\d+)`, "m").exec(limits.own) ?? [];
    if (soft === undefined || named.has(Name)) return [];
    const most = Name === "nproc" ? (limits.processes ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
    return [{ Name, Soft: Math.min(Number(soft), most), Hard: Math.min(Number(hard), most) }];
  });
  return { ...host, Ulimits: [...given, ...added] };
}

function found(): Limits {
  const processes = Number(read("/proc/sys/kernel/pid_max"));
  return { own: read("/proc/self/limits"), ...(processes > 0 ? { processes } : {}) };
}

/** Nothing where there is no such file. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
