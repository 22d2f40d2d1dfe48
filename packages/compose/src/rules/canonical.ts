import { toBuild, toContexts, toSsh } from "../attributes/build.ts";
import { toWords } from "../attributes/command.ts";
import { toContainerName } from "../attributes/container-name.ts";
import { toCpus } from "../attributes/cpus.ts";
import { toDependencies } from "../attributes/depends-on.ts";
import { toDeviceRequest, toGpus } from "../attributes/device-requests.ts";
import { toDevice } from "../attributes/devices.ts";
import { toDuration } from "../attributes/duration.ts";
import { toEnvFiles } from "../attributes/env-file.ts";
import { toExternal } from "../attributes/external.ts";
import { toHosts } from "../attributes/extra-hosts.ts";
import { toFileReference } from "../attributes/file-reference.ts";
import { toHealthTest } from "../attributes/healthcheck.ts";
import { toModeNumber, toOctal } from "../attributes/mode.ts";
import { toMount, toMountTarget } from "../attributes/mounts.ts";
import { toPorts } from "../attributes/ports.ts";
import { toProviderOptions } from "../attributes/provider.ts";
import { toRestart } from "../attributes/restart.ts";
import type { Canonical } from "../attributes/scope.ts";
import { toBytes } from "../attributes/size.ts";
import { toNamed, toText, toTextMap, toTexts, toVariables } from "../attributes/texts.ts";
import type { PathRule } from "./path-rules.ts";

/** Rules of a service: the way below `services.*`, and what makes the value there canonical. */
const ofService: Readonly<Record<string, Canonical>> = {
  annotations: toTextMap,
  build: toBuild,
  "build.additional_contexts": toContexts,
  "build.args": toVariables,
  "build.extra_hosts": toHosts,
  "build.labels": toTextMap,
  "build.no_cache_filter": toTexts,
  "build.provenance": toText,
  "build.sbom": toText,
  "build.secrets.*": toFileReference,
  "build.secrets.*.mode": toOctal,
  "build.shm_size": toBytes,
  "build.ssh": toSsh,
  command: toWords,
  "configs.*": toFileReference,
  "configs.*.mode": toOctal,
  container_name: toContainerName,
  depends_on: toDependencies,
  "deploy.labels": toTextMap,
  "deploy.resources.limits.cpus": toCpus,
  "deploy.resources.limits.memory": toBytes,
  "deploy.resources.reservations.cpus": toCpus,
  "deploy.resources.reservations.devices.*": toDeviceRequest,
  "deploy.resources.reservations.devices.*.options": toTextMap,
  "deploy.resources.reservations.memory": toBytes,
  "deploy.restart_policy.delay": toDuration,
  "deploy.restart_policy.window": toDuration,
  "deploy.rollback_config.delay": toDuration,
  "deploy.rollback_config.monitor": toDuration,
  "deploy.update_config.delay": toDuration,
  "deploy.update_config.monitor": toDuration,
  "develop.watch.*.exec.command": toWords,
  "develop.watch.*.exec.environment": toVariables,
  "develop.watch.*.ignore": toTexts,
  "develop.watch.*.include": toTexts,
  "devices.*": toDevice,
  dns: toTexts,
  dns_search: toTexts,
  entrypoint: toWords,
  env_file: toEnvFiles,
  environment: toVariables,
  expose: toTexts,
  extra_hosts: toHosts,
  gpus: toGpus,
  "gpus.*": toDeviceRequest,
  "gpus.*.options": toTextMap,
  group_add: toTexts,
  "healthcheck.interval": toDuration,
  "healthcheck.start_interval": toDuration,
  "healthcheck.start_period": toDuration,
  "healthcheck.test": toHealthTest,
  "healthcheck.timeout": toDuration,
  label_file: toTexts,
  labels: toTextMap,
  "logging.options": toTextMap,
  mem_limit: toBytes,
  mem_reservation: toBytes,
  memswap_limit: toBytes,
  models: toNamed,
  networks: toNamed,
  "networks.*.driver_opts": toTextMap,
  ports: toPorts,
  "provider.options": toProviderOptions,
  restart: toRestart,
  "secrets.*": toFileReference,
  "secrets.*.mode": toOctal,
  shm_size: toBytes,
  stop_grace_period: toDuration,
  storage_opt: toTextMap,
  sysctls: toTextMap,
  tmpfs: toTexts,
  "volumes.*": toMount,
  "volumes.*.target": toMountTarget,
  "volumes.*.tmpfs.mode": toModeNumber,
  "volumes.*.tmpfs.size": toBytes,
  "volumes.*.volume.labels": toTextMap,
};

const hooks = ["post_start", "pre_start", "pre_stop"];
const limits = ["device_read_bps", "device_read_iops", "device_write_bps", "device_write_iops"];

const ofTopLevel: Readonly<Record<string, Canonical>> = {
  "networks.*": toExternal,
  "networks.*.driver_opts": toTextMap,
  "networks.*.ipam.options": toTextMap,
  "networks.*.labels": toTextMap,
  "volumes.*": toExternal,
  "volumes.*.driver_opts": toTextMap,
  "volumes.*.labels": toTextMap,
  "configs.*": toExternal,
  "configs.*.labels": toTextMap,
  "secrets.*": toExternal,
  "secrets.*.driver_opts": toTextMap,
  "secrets.*.labels": toTextMap,
};

/**
 * Which function makes the value at which path canonical. A new attribute with a short syntax is one line here and one
 * small file in `attributes/`. Every function leaves canonical values alone, so the pass may run twice.
 */
export function canonicalRules(): PathRule<Canonical>[] {
  const path = (text: string): string[] => text.split(".");
  return [
    ...Object.entries(ofService).map(([way, rule]) => [["services", "*", ...path(way)], rule] as const),
    ...hooks.flatMap((hook) => [
      [["services", "*", hook, "*", "command"], toWords] as const,
      [["services", "*", hook, "*", "environment"], toVariables] as const,
    ]),
    ...limits.map((limit) => [["services", "*", "blkio_config", limit, "*", "rate"], toBytes] as const),
    ...Object.entries(ofTopLevel).map(([way, rule]) => [path(way), rule] as const),
  ];
}
