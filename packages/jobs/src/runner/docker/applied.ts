import type { ContainerInspect } from "@slipway/engine";
import type { Applied } from "../../job/job.ts";

/** What the engine says that a container really has; `image`: the name that it was asked for by. */
export function appliedOf(inspect: ContainerInspect, image: string): Applied {
  const { Config, HostConfig, Id, Image } = inspect;
  const securityOptions = HostConfig.SecurityOpt ?? [];
  return {
    container: Id,
    image,
    imageDigest: Image.startsWith("sha256:") ? Image : `sha256:${Image}`,
    user: Config.User ?? "",
    readOnlyRoot: HostConfig.ReadonlyRootfs ?? false,
    capabilities: capabilitiesOf(HostConfig),
    noNewPrivileges: securityOptions.some((option) => /^no-new-privileges(?:[:=]true)?$/.test(option)),
    cpus: cpusOf(HostConfig),
    memoryBytes: HostConfig.Memory ?? 0,
    pids: HostConfig.PidsLimit ?? 0,
    network: HostConfig.NetworkMode ?? "",
  };
}

/** Podman tells quota and period where Docker tells billionths of a CPU. */
function cpusOf({ NanoCpus, CpuQuota, CpuPeriod }: ContainerInspect["HostConfig"]): number {
  if (NanoCpus) return NanoCpus / 1e9;
  return CpuQuota && CpuPeriod ? CpuQuota / CpuPeriod : 0;
}

/** What containers have when nothing is dropped. Source: moby `oci/caps/defaults.go`; Podman's are among them. */
const usual = [
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "NET_RAW",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
];

/** Podman tells each that was dropped where Docker tells `ALL`. */
function capabilitiesOf({ CapAdd, CapDrop }: ContainerInspect["HostConfig"]): readonly string[] {
  const dropped = new Set((CapDrop ?? []).map(bareCapability));
  const left = dropped.has("ALL") ? [] : usual.filter((name) => !dropped.has(name));
  return [...left, ...(CapAdd ?? []).map(bareCapability)];
}

function bareCapability(name: string): string {
  return name.replace(/^CAP_/, "");
}
