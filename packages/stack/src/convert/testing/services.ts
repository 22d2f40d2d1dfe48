import type { Service } from "@slipway/compose";

/**
 * Services that together use every key that a container is made from. They need a volume "data", a secret "key" with a file
 * and a network "back" whose subnet is `<prefix>.0/24`.
 */
export const servicesOn = (prefix: string): Readonly<Record<string, Partial<Service>>> => ({
  "nothing but a command": {},
  "the image's own command": { command: null },
  "a command that is an empty list": { command: [] },
  "an entrypoint that drops the image's command": { command: null, entrypoint: ["sleep", "5"] },
  "an empty entrypoint": { entrypoint: [] },
  "words with blanks and quotes": { command: ["sh", "-c", 'echo "a b"; sleep 5'] },
  environment: { environment: { A: "1", EMPTY: "", EQUALS: "a=b", UNSET: null } },
  labels: { labels: { "app.tier": "front", empty: "" } },
  identity: { hostname: "front", domainname: "example.org", user: "1000:1000", working_dir: "/tmp/" },
  "terminal and input": { tty: true, stdin_open: true },
  stopping: { stop_signal: "SIGQUIT", stop_grace_period: "1m30s" },
  ports: {
    ports: [
      { mode: "ingress", target: 80, published: "0", protocol: "tcp" },
      { mode: "ingress", target: 81, protocol: "udp" },
      { mode: "ingress", target: 82, published: "39000-39010", host_ip: "127.0.0.1", protocol: "tcp" },
    ],
    expose: ["5000", "6000-6002/udp", "80"],
  },
  "mounts of all kinds": {
    volumes: [
      { type: "bind", source: "/tmp", target: "/host", read_only: true },
      { type: "bind", source: "/tmp", target: "/strict", bind: { create_host_path: false, propagation: "rslave" } },
      { type: "volume", source: "data", target: "/data/" },
      { type: "volume", source: "data", target: "/bare", read_only: true, volume: { nocopy: true } },
      { type: "volume", target: "/anonymous" },
      { type: "tmpfs", target: "/scratch", tmpfs: { size: "1048576", mode: 0o1777 } },
    ],
    tmpfs: ["/run:size=1m,mode=755", "/var/tmp"],
    secrets: [{ source: "key" }],
  },
  "capabilities and security": {
    cap_add: ["NET_ADMIN", "CAP_SYS_TIME"],
    cap_drop: ["ALL"],
    security_opt: ["no-new-privileges:true", "seccomp=unconfined", "systempaths=unconfined"],
    read_only: true,
    group_add: ["10", "audio"],
    userns_mode: "host",
  },
  privileged: { privileged: true },
  "names and addresses": {
    dns: ["1.1.1.1"],
    dns_opt: ["ndots:1"],
    dns_search: ["example.org"],
    extra_hosts: { db: ["10.0.0.1"], six: ["::1"] },
  },
  limits: {
    mem_limit: "67108864",
    mem_reservation: "33554432",
    memswap_limit: "100663296",
    mem_swappiness: 10,
    oom_kill_disable: true,
    oom_score_adj: 100,
    cpus: 0.5,
    cpu_shares: 512,
    cpuset: "0",
    pids_limit: 100,
    shm_size: "8388608",
    ulimits: { nofile: { soft: 1024, hard: 2048 }, nproc: 512 },
    sysctls: { "net.core.somaxconn": "1024" },
    blkio_config: { weight: 300 },
  },
  "limits of deploy": {
    deploy: { resources: { limits: { cpus: "0.25", memory: "50m", pids: 50 }, reservations: { memory: "20m" } } },
  },
  "quota and period": { cpu_quota: 50_000, cpu_period: 100_000 },
  "no limit of processes": { pids_limit: -1 },
  devices: {
    devices: [{ source: "/dev/null", target: "/dev/nothing", permissions: "r" }],
    device_cgroup_rules: ["c 1:3 rwm"],
  },
  logging: { logging: { driver: "json-file", options: { "max-size": "1m" } } },
  "logging options alone": { logging: { options: { "max-size": "1m" } } },
  "restart always": { restart: "always" },
  "restart never": { restart: "no" },
  "restart on failure": { restart: "on-failure:3" },
  "restart policy of deploy": { deploy: { restart_policy: { condition: "on-failure", max_attempts: 2 } } },
  "a health check": {
    healthcheck: { test: ["CMD-SHELL", "test -f /ok"], interval: "5s", timeout: "1s", retries: 2, start_period: "10s" },
  },
  "no health check": { healthcheck: { disable: true } },
  init: { init: true },
  "no init": { init: false },
  "two networks with a fixed address": {
    networks: { default: { aliases: ["front", "www"] }, back: { priority: 10, ipv4_address: `${prefix}.77` } },
  },
  "a MAC address": { mac_address: "02:42:ac:11:65:43" },
  "the host's network": { network_mode: "host" },
  "no network": { network_mode: "none" },
  "the engine's bridge": { network_mode: "bridge" },
  "shared namespaces of the host": { pid: "host", ipc: "host", uts: "host", network_mode: "host" },
  "private namespaces": { ipc: "shareable", cgroup: "private" },
});

/** What a service may say over and besides an image that brings everything an image can bring. */
export const onRichImage: Readonly<Record<string, Partial<Service>>> = {
  "everything comes from the image": { command: null },
  "a command of its own": { command: ["sleep", "5"] },
  "an entrypoint of its own": { command: null, entrypoint: ["sleep"] },
  "an empty entrypoint": { command: ["sleep", "5"], entrypoint: [] },
  "variables over and besides the image's": { command: null, environment: { MODE: "service", HOME: null, MORE: "1" } },
  "labels over and besides the image's": { command: null, labels: { tier: "service", more: "1" } },
  "half a health check": { command: null, healthcheck: { interval: "3s" } },
  "no health check": { command: null, healthcheck: { disable: true } },
  "user, directory and signal of its own": { command: null, user: "0", working_dir: "/", stop_signal: "SIGTERM" },
  "a published port that the image exposes": {
    command: null,
    ports: [{ mode: "ingress", target: 80, protocol: "tcp" }],
  },
  "a named volume where the image has an anonymous one": {
    command: null,
    volumes: [{ type: "volume", source: "data", target: "/var/lib/app" }],
  },
  "a tmpfs where the image has an anonymous volume": { command: null, tmpfs: ["/var/log"] },
};
