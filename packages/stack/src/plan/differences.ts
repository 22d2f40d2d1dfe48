import type { ContainerCreate, ContainerInspect, EndpointSettings, ImageInspect } from "@slipway/engine";
import { type Facts, facts } from "../convert/facts.ts";
import type { Fact } from "../convert/host-facts.ts";
import { withImageDefaults } from "../convert/image-defaults.ts";
import type { Connection } from "../convert/networks.ts";
import type { Difference } from "./operation.ts";

/**
 * What a project wants of a container against what it is, key by key in Compose's words; empty when the container could
 * have been made from `desired`. Defaults of the engine and what the image brings are known and are no differences; values
 * of variables are never in the result.
 *
 * @param image What the project's image name means on the engine now. Where the container has another image, only what
 * `desired` names itself is compared: the rest came from an image that may be gone.
 * @param connect The networks that are connected after creation; absent: networks beyond those of `desired` are not judged.
 */
export function differences(
  desired: ContainerCreate,
  live: ContainerInspect,
  image: ImageInspect | undefined,
  connect?: readonly Connection[],
): readonly Difference[] {
  const sameImage = image !== undefined && live.Image === image.Id;
  const imageConfig = sameImage ? image.Config : undefined;
  const ownNames = new Set([live.Id.slice(0, 12), live.Name.replace(/^\//, ""), live.Config.Hostname ?? ""]);
  const endpoints: Record<string, EndpointSettings> = { ...desired.NetworkingConfig?.EndpointsConfig };
  for (const { network, endpoint } of connect ?? []) endpoints[network] = endpoint;
  const imageVolumes = Object.keys(image?.Config?.Volumes ?? {});
  const wanted = facts({
    config: imageConfig ? withImageDefaults(desired, imageConfig) : desired,
    host: desired.HostConfig ?? {},
    endpoints,
    imageVolumes,
    ownNames,
  });
  const attached = Object.entries(live.NetworkSettings.Networks);
  const present = facts({
    config: live.Config,
    host: live.HostConfig,
    endpoints: Object.fromEntries(attached.filter(([name]) => connect || wantsOwnMode(desired) || name in endpoints)),
    imageVolumes,
    ownNames,
  });
  const found = changedImage(desired, live, image);
  for (const key of new Set([...wanted.keys(), ...present.keys()])) {
    if (isSettledByEngine(key, wanted, present, live)) continue;
    if (!sameImage && fromImage.test(key) && !wanted.has(key)) continue;
    if (isOfOneNetwork(key, wanted, present)) continue;
    const difference = compare(key, wanted.get(key), present.get(key), !sameImage && fromImage.test(key));
    if (difference) found.push(difference);
  }
  return found;
}

/** Keys that an image can bring. */
const fromImage =
  /^(environment\.|labels\.|healthcheck\.|(command|entrypoint|expose|user|working_dir|stop_signal|stop_grace_period|volumes)$)/;

/** Values that an engine gives where none is asked for; which of them depends on how the engine is set up. */
const engineDefaults: Readonly<Record<string, readonly string[]>> = {
  cgroup: ["host", "private"],
  "environment.container": ["podman"],
  "environment.HOME": ["/", "/root"],
  "environment.PATH": ["/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
  "environment.TERM": ["xterm"],
  "healthcheck.interval": ["30s"],
  "healthcheck.retries": ["3"],
  "healthcheck.timeout": ["30s"],
  ipc: ["private", "shareable"],
  isolation: ["default"],
  pid: ["private"],
  pids_limit: ["2048"],
  runtime: ["runc", "crun", "io.containerd.runc.v2", "oci"],
  // Podman counts 64 MB in thousands.
  shm_size: ["64m", "64000k"],
  stop_grace_period: ["10s"],
  stop_signal: ["SIGTERM"],
  uts: ["private"],
  working_dir: ["/"],
};

/**
 * Where the kernel lacks it, the engine drops what was asked for with a warning; an endpoint's MAC address is told only while
 * the container runs.
 */
const mayBeDropped =
  /^(mem_swappiness|memswap_limit|oom_kill_disable|cpu_rt_\w+|blkio_config\..*|networks\..*\.mac_address)$/;

/** True for a key that says nothing, because the engine chose the value. */
function isSettledByEngine(key: string, wanted: Facts, present: Facts, live: ContainerInspect): boolean {
  const value = present.get(key);
  if (wanted.has(key)) return mayBeDropped.test(key) && (value === undefined || value === "-1");
  // An engine may have its own default driver and add default options to it.
  if (key.startsWith("logging.") || key.endsWith("mac_address")) return true;
  if (key === "memswap_limit" && value === "-1") return true;
  if (key === "hostname" || key === "domainname") {
    const mode = live.HostConfig.NetworkMode ?? "";
    return mode === "host" || mode.startsWith("container:") || live.Id.startsWith(String(value));
  }
  return typeof value === "string" && (engineDefaults[key]?.includes(value) ?? false);
}

/** True for a detail of a network that came or went: its name says it all. */
function isOfOneNetwork(key: string, wanted: Facts, present: Facts): boolean {
  const name = /^networks\.(.+)\.\w+$/.exec(key)?.[1];
  return name !== undefined && ![wanted, present].every((all) => all.get("networks")?.includes(name));
}

/** True when the container is to be on no network of its own. */
function wantsOwnMode(desired: ContainerCreate): boolean {
  return Object.keys(desired.NetworkingConfig?.EndpointsConfig ?? {}).length === 0;
}

function compare(
  key: string,
  wanted: Fact | undefined,
  present: Fact | undefined,
  additionsOnly: boolean,
): Difference | undefined {
  if (typeof wanted === "string" || typeof present === "string") {
    if (wanted === present) return undefined;
    return key.startsWith("environment.") ? { key } : difference(key, textOf(present), textOf(wanted));
  }
  const removed = additionsOnly ? [] : (present ?? []).filter((item) => !wanted?.includes(item));
  const added = (wanted ?? []).filter((item) => !present?.includes(item));
  if (removed.length === 0 && added.length === 0) return undefined;
  return difference(key, removed.join(", "), added.join(", "));
}

function textOf(fact: Fact | undefined): string {
  return typeof fact === "string" ? fact : (fact ?? []).join(", ");
}

function difference(key: string, from: string, to: string): Difference {
  return { key, ...(from === "" ? {} : { from }), ...(to === "" ? {} : { to }) };
}

function changedImage(desired: ContainerCreate, live: ContainerInspect, image: ImageInspect | undefined): Difference[] {
  const from = live.Config.Image ?? "";
  const to = desired.Image ?? "";
  if (familiar(from) !== familiar(to)) return [{ key: "image", from, to }];
  if (image === undefined || image.Id === live.Image) return [];
  return [{ key: "image", from: shortId(live.Image), to: shortId(image.Id) }];
}

/** The shortest form of a reference: `docker.io/library/nginx:latest` is `nginx`. */
function familiar(reference: string): string {
  return reference
    .replace(/^docker\.io\//, "")
    .replace(/^library\//, "")
    .replace(/:latest$/, "");
}

function shortId(id: string): string {
  return id.replace(/^sha256:/, "").slice(0, 12);
}
