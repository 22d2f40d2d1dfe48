import type { EnvFile } from "../model/service.ts";
import { shortFloat } from "./short-float.ts";

/** How a part of a project is printed: which keys in which order, and what of an empty value is kept. */
export interface Layout {
  /** The keys of an object with known attributes, in order, as words. Without it the keys are names, and sorted. */
  readonly keys?: string;
  /** The layouts of attributes that need one. */
  readonly parts?: Readonly<Record<string, Layout>>;
  /** The layout of the items of a list, or of the values of a mapping with free keys. */
  readonly each?: Layout;
  /** Attributes that are printed even when they are false, 0 or an empty list: words. */
  readonly keep?: string;
  /** Attributes that only YAML prints when they are false or 0: words. */
  readonly keepInYaml?: string;
  /** Attributes that have another name in JSON. */
  readonly jsonNames?: Readonly<Record<string, string>>;
  /** Attributes that JSON prints even when they are absent, and as what. */
  readonly always?: Readonly<Record<string, unknown>>;
  /** Turns the model's value into the printed one. */
  readonly convert?: (value: unknown) => unknown;
}

const listOf = (each: Layout): Layout => ({ each });

/** A number of 32 bits, as short as it can be written; a text that still holds a variable stays. */
const float: Layout = { convert: (value) => (Number.isNaN(Number(value)) ? value : shortFloat(Number(value))) };
const toText: Layout = { convert: String };
const hosts: Layout = {
  convert: (value) =>
    Object.entries(value as Readonly<Record<string, readonly string[]>>)
      .flatMap(([host, addresses]) => addresses.map((address) => `${host}=${address}`))
      .sort(),
};

const fileReference: Layout = { keys: "source target uid gid mode" };
const envFile: Layout = {
  convert: (value) => ((value as EnvFile).required === false ? value : (value as EnvFile).path),
  keys: "path required format",
  keep: "required",
};
const ulimits: Layout = { each: { keys: "soft hard", keepInYaml: "soft hard" } };
const hook: Layout = { keys: "command image user privileged working_dir environment per_replica" };

const build: Layout = {
  keys: `context dockerfile dockerfile_inline entitlements args provenance sbom ssh labels cache_from cache_to
    no_cache no_cache_filter additional_contexts pull extra_hosts isolation network target secrets shm_size tags ulimits
    platforms privileged`,
  parts: { extra_hosts: hosts, secrets: listOf(fileReference), ulimits },
};

const update: Layout = {
  keys: "parallelism delay failure_action monitor max_failure_ratio order",
  keep: "parallelism",
  parts: { max_failure_ratio: float },
};
const deviceRequest: Layout = { keys: "capabilities driver count device_ids options" };
const resource: Layout = {
  keys: "cpus memory pids devices generic_resources",
  parts: {
    cpus: float,
    devices: listOf(deviceRequest),
    generic_resources: listOf({
      keys: "discrete_resource_spec",
      parts: { discrete_resource_spec: { keys: "kind value", keep: "kind value" } },
    }),
  },
};
const deploy: Layout = {
  keys: "mode replicas labels update_config rollback_config resources restart_policy placement endpoint_mode",
  keep: "replicas",
  parts: {
    update_config: update,
    rollback_config: update,
    resources: { keys: "limits reservations", parts: { limits: resource, reservations: resource } },
    restart_policy: { keys: "condition delay max_attempts window", keep: "max_attempts" },
    placement: {
      keys: "constraints preferences max_replicas_per_node",
      parts: { preferences: listOf({ keys: "spread" }) },
    },
  },
  always: { resources: {}, placement: {} },
};

const mount: Layout = {
  keys: "type source target read_only consistency bind volume tmpfs image",
  parts: {
    bind: { keys: "selinux propagation create_host_path recursive" },
    volume: { keys: "labels nocopy subpath" },
    tmpfs: { keys: "size mode" },
    image: { keys: "subpath" },
  },
};

const throttles: Layout = listOf({ keys: "path rate", jsonNames: { path: "Path", rate: "Rate" } });
const blkio: Layout = {
  keys: "weight weight_device device_read_bps device_read_iops device_write_bps device_write_iops",
  parts: {
    weight_device: listOf({ keys: "path weight", jsonNames: { path: "Path", weight: "Weight" } }),
    device_read_bps: throttles,
    device_read_iops: throttles,
    device_write_bps: throttles,
    device_write_iops: throttles,
  },
};

const watch: Layout = {
  keys: "path action target exec include ignore initial_sync",
  parts: { exec: hook },
  always: { exec: { command: null } },
};

/** The layout of a service. */
export const serviceLayout: Layout = {
  keys: `profiles annotations attach build develop blkio_config cap_add cap_drop cgroup_parent cgroup cpu_count
    cpu_percent cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpus cpuset cpu_shares command configs container_name
    credential_spec depends_on deploy device_cgroup_rules devices dns dns_opt dns_search domainname entrypoint provider
    environment env_file expose external_links extra_hosts group_add gpus hostname healthcheck image init ipc isolation labels
    links logging mem_limit mem_reservation memswap_limit mem_swappiness mac_address models network_mode networks
    oom_kill_disable oom_score_adj pid pids_limit platform ports privileged pull_policy pull_refresh_after read_only
    restart runtime scale secrets security_opt shm_size stdin_open stop_grace_period stop_signal storage_opt sysctls tmpfs
    tty ulimits use_api_socket user userns_mode uts volumes volumes_from working_dir pre_start post_start pre_stop`,
  keep: "attach command entrypoint init scale",
  always: { command: null, entrypoint: null },
  parts: {
    build,
    blkio_config: blkio,
    configs: listOf(fileReference),
    cpu_percent: float,
    cpus: float,
    credential_spec: { keys: "config file registry" },
    depends_on: { each: { keys: "condition restart required", keep: "required" } },
    deploy,
    develop: { keys: "watch", parts: { watch: listOf(watch) } },
    devices: listOf({ keys: "source target permissions" }),
    env_file: listOf(envFile),
    extra_hosts: hosts,
    gpus: listOf(deviceRequest),
    healthcheck: {
      keys: "test timeout interval retries start_period start_interval disable",
      keep: "retries",
    },
    logging: { keys: "driver options" },
    mem_swappiness: toText,
    models: { each: { keys: "endpoint_var model_var" } },
    networks: {
      each: {
        keys: `aliases driver_opts gw_priority interface_name ipv4_address ipv6_address link_local_ips mac_address
          priority`,
      },
    },
    ports: listOf({ keys: "name mode host_ip target published protocol app_protocol" }),
    post_start: listOf(hook),
    pre_start: listOf(hook),
    pre_stop: listOf(hook),
    provider: { keys: "type options" },
    secrets: listOf(fileReference),
    ulimits,
    volumes: listOf(mount),
  },
};

const network: Layout = {
  keys: "name driver driver_opts ipam external internal attachable labels enable_ipv4 enable_ipv6",
  keep: "enable_ipv4 enable_ipv6",
  always: { ipam: {} },
  parts: {
    ipam: {
      keys: "driver config",
      parts: { config: listOf({ keys: "subnet gateway ip_range aux_addresses" }) },
    },
  },
};

const content: Layout = {
  keys: "name file environment content external labels driver driver_opts template_driver",
};

/** The layout of `docker compose config`, which prints attributes in the order of its own structures. */
export const projectLayout: Layout = {
  keys: "name services networks volumes secrets configs models",
  keep: "services",
  always: { name: "" },
  parts: {
    services: { each: serviceLayout },
    networks: { each: network },
    volumes: { each: { keys: "name driver driver_opts external labels" } },
    secrets: { each: content },
    configs: { each: content },
    models: { each: { keys: "name model context_size runtime_flags" } },
  },
};
