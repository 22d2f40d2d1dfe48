import type { PathRule } from "./path-rules.ts";

/** What a text becomes: a whole number, a number, or true and false. */
export type Cast = "whole" | "number" | "boolean";

const ofService: Readonly<Record<Cast, readonly string[]>> = {
  whole: [
    "blkio_config.weight",
    "blkio_config.weight_device.*.weight",
    "build.ulimits.*",
    "build.ulimits.*.hard",
    "build.ulimits.*.soft",
    "cpu_count",
    "cpu_period",
    "cpu_quota",
    "cpu_rt_period",
    "cpu_rt_runtime",
    "cpu_shares",
    "deploy.placement.max_replicas_per_node",
    "deploy.replicas",
    "deploy.resources.limits.pids",
    "deploy.resources.reservations.generic_resources.*.discrete_resource_spec.value",
    "deploy.restart_policy.max_attempts",
    "deploy.rollback_config.parallelism",
    "deploy.update_config.parallelism",
    "healthcheck.retries",
    "networks.*.gw_priority",
    "networks.*.priority",
    "mem_swappiness",
    "oom_score_adj",
    "pids_limit",
    "scale",
    "ulimits.*",
    "ulimits.*.hard",
    "ulimits.*.soft",
  ],
  number: ["cpu_percent", "cpus", "deploy.rollback_config.max_failure_ratio", "deploy.update_config.max_failure_ratio"],
  boolean: [
    "attach",
    "build.no_cache",
    "build.privileged",
    "build.pull",
    "depends_on.*.required",
    "depends_on.*.restart",
    "develop.watch.*.exec.privileged",
    "develop.watch.*.initial_sync",
    "env_file.*.required",
    "healthcheck.disable",
    "init",
    "oom_kill_disable",
    "post_start.*.per_replica",
    "post_start.*.privileged",
    "pre_start.*.per_replica",
    "pre_start.*.privileged",
    "pre_stop.*.per_replica",
    "pre_stop.*.privileged",
    "privileged",
    "read_only",
    "stdin_open",
    "tty",
    "use_api_socket",
    "volumes.*.bind.create_host_path",
    "volumes.*.read_only",
    "volumes.*.volume.nocopy",
  ],
};

const ofTopLevel: readonly string[] = [
  "networks.*.attachable",
  "networks.*.enable_ipv4",
  "networks.*.enable_ipv6",
  "networks.*.external",
  "networks.*.internal",
  "volumes.*.external",
  "configs.*.external",
  "secrets.*.external",
];

/** At which paths a text that interpolation gave becomes a number or a truth value. Source: compose-go `loader/interpolate.go`. */
export function castRules(): PathRule<Cast>[] {
  const kinds = Object.entries(ofService) as [Cast, readonly string[]][];
  return [
    ...kinds.flatMap(([kind, ways]) => ways.map((way) => [["services", "*", ...way.split(".")], kind] as const)),
    ...ofTopLevel.map((way) => [way.split("."), "boolean"] as const),
    [["models", "*", "context_size"], "whole"],
  ];
}
