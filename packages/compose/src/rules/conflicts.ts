import { composeErrors } from "../errors.ts";
import type { Service } from "../model/service.ts";
import type { Check } from "./check.ts";

/** What is wrong, the attribute where it shows (the way below the service), and the cure. */
interface Conflict {
  readonly at: readonly (string | number)[];
  readonly problem: string;
  readonly hint: string;
  /** The attribute below `at` whose absence is the fault. */
  readonly missing?: string;
}

/** Finds attributes of a service that exclude each other, and the lack of what it cannot do without. */
export function checkConflicts(service: Service, { diagnostics, doubts, locate }: Check): void {
  const { name } = service;
  const at = (...steps: (string | number)[]) => locate(["services", name, ...steps]);
  const runs = service.image || service.build || service.provider;
  const doubtful = ["image", "build", "provider", "extends"].some((key) => doubts.about(["services", name, key]));
  if (!runs && !doubtful) {
    diagnostics.add(composeErrors.diagnostic("COMPOSE_NO_IMAGE", { service: name }, at()));
  }
  for (const conflict of conflictsOf(service)) {
    const { missing } = conflict;
    if (missing !== undefined && doubts.about(["services", name, ...conflict.at, missing])) continue;
    const params = {
      path: `services.${name}.${conflict.at.join(".")}`,
      problem: conflict.problem,
      hint: conflict.hint,
    };
    diagnostics.add(composeErrors.diagnostic("COMPOSE_CONFLICT", params, at(...conflict.at)));
  }
  const targets = new Set((service.tmpfs ?? []).map((tmpfs) => tmpfs.split(":")[0] ?? ""));
  for (const [index, { target }] of (service.volumes ?? []).entries()) {
    if (target === undefined) continue;
    if (targets.has(target))
      diagnostics.add(
        composeErrors.diagnostic("COMPOSE_DUPLICATE_MOUNT", { service: name, target }, at("volumes", index)),
      );
    targets.add(target);
  }
}

function conflictsOf(service: Service): Conflict[] {
  const found: Conflict[] = [];
  const { deploy, build, scale } = service;
  const limits = deploy?.resources?.limits;
  const add = (problem: string, hint: string, ...at: (string | number)[]): void =>
    void found.push({ at, problem, hint });
  const lacks = (missing: string, hint: string, ...at: (string | number)[]): void =>
    void found.push({ at, problem: `has no ${missing}`, hint, missing });

  if (service.network_mode && Object.keys(service.networks ?? {}).length > 0) {
    add("excludes networks", "keep one of the two", "network_mode");
  }
  if (build?.dockerfile_inline !== undefined && build.dockerfile !== undefined) {
    add("excludes build.dockerfile", "keep one of the two", "build", "dockerfile_inline");
  }
  if (build?.platforms && service.platform && !build.platforms.includes(service.platform)) {
    add(`must hold the service's platform ${service.platform}`, "add it to the list", "build", "platforms");
  }
  if (scale !== undefined && deploy?.replicas !== undefined && scale !== deploy.replicas) {
    add(`differs from deploy.replicas, which is ${deploy.replicas}`, "keep one of the two", "scale");
  }
  const replicas = scale ?? deploy?.replicas ?? 1;
  if (service.container_name !== undefined && replicas > 1) {
    add(`allows one container, but ${replicas} are asked for`, "remove container_name, or run one", "container_name");
  }
  const twice: readonly (readonly [string, unknown, string, unknown])[] = [
    ["cpus", service.cpus, "limits.cpus", limits?.cpus === undefined ? undefined : Number(limits.cpus)],
    ["mem_limit", service.mem_limit, "limits.memory", limits?.memory],
    ["pids_limit", service.pids_limit, "limits.pids", limits?.pids],
    ["mem_reservation", service.mem_reservation, "reservations.memory", deploy?.resources?.reservations?.memory],
  ];
  for (const [attribute, one, other, two] of twice) {
    if (one !== undefined && two !== undefined && one !== two) {
      add(`differs from deploy.resources.${other}`, "keep one of the two", attribute);
    }
  }
  for (const [index, volume] of (service.volumes ?? []).entries()) {
    if (volume.target === undefined)
      lacks("target", "name the path in the container: `target: /data`", "volumes", index);
    else if (volume.type === "bind" && volume.source === undefined)
      lacks("source", "name the path on the host", "volumes", index);
    else if (volume.type === "tmpfs" && volume.source !== undefined)
      add("is a tmpfs, which has no source", "remove source", "volumes", index);
  }
  for (const [index, { action, target }] of (service.develop?.watch ?? []).entries()) {
    if (action !== "rebuild" && action !== "restart" && !target)
      lacks("target", "say where the files go in the container: `target: /app`", "develop", "watch", index);
  }
  for (const [index, device] of (service.devices ?? []).entries()) {
    if (device.target === undefined)
      lacks("target", "name the device in the container: `target: /dev/…`", "devices", index);
  }
  for (const [index, request] of (deploy?.resources?.reservations?.devices ?? []).entries()) {
    if (!request.capabilities?.length)
      lacks(
        "capabilities",
        "say what is needed: `capabilities: [gpu]`",
        "deploy",
        "resources",
        "reservations",
        "devices",
        index,
      );
  }
  for (const part of ["configs", "secrets"] as const) {
    for (const [index, reference] of (service[part] ?? []).entries()) {
      if (reference.source === undefined) lacks("source", "name the key of the top-level element", part, index);
    }
  }
  return found;
}
