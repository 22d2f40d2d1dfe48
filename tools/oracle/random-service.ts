import type { Random } from "./random.ts";

/** What a service may refer to. */
export interface Names {
  readonly services: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
  readonly configs: readonly string[];
  readonly secrets: readonly string[];
}

type Make = (random: Random, names: Names) => unknown;

const words = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"];
const keys = ["ALPHA", "BETA", "GAMMA", "DELTA", "A", "B", "C", "E"];
const durations = ["1s", "1m30s", "500ms", "2h", "90s", "1m0s"];
const sizes = ["64m", "1g", "512k", "1024", "2gb", "128MB"];
const word: Make = (random) => random.pick(words);
const flag: Make = (random) => random.pick([true, false, "true", "false"]);
const scalarOrText: Make = (random) =>
  random.pick<unknown>([1, 0, 1.5, true, false, null, "", "text", "a b", "1", "x=y"]);
const oneOf =
  (...values: readonly unknown[]): Make =>
  (random) =>
    random.pick(values);

/** A mapping, or the same as a list of `key=value`. */
const pairs: Make = (random) => {
  const chosen = random.some(keys, 1, 4).map((key) => [key, scalarOrText(random, none)] as const);
  if (random.chance(50)) return Object.fromEntries(chosen);
  return chosen.map(([key, value]) => (value === null ? key : `${key}=${value}`));
};
const none: Names = { services: [], networks: [], volumes: [], configs: [], secrets: [] };

const command: Make = (random) =>
  random.pick<unknown>(["echo hi", 'sh -c "a b"', ["a", "b c"], [], null, "", "a 'b c' d\\ e", ["$$HOME"]]);

const ports: Make = (random) =>
  random.some(
    [
      "80",
      8080,
      "8081:81",
      "127.0.0.1:82:82",
      "127.0.0.1::83",
      "9000-9002:9000-9002",
      "53:53/udp",
      "7000-7005:70",
      { target: 84 },
      { target: 85, published: "8085", host_ip: "127.0.0.1", protocol: "udp" },
      { target: "86", published: "8086-8090", mode: "host", name: "n", app_protocol: "http" },
      "[::1]:87:87",
    ],
    1,
    4,
  );

const mounts: Make = (random, names) =>
  random.some(
    [
      "/anonymous",
      "./rel:/rel",
      "../up:/up:ro",
      "~/home:/home",
      "/abs:/abs:rw,z",
      ...names.volumes.map((name) => `${name}:/data/${name}`),
      { type: "bind", source: "./long", target: "/long", bind: { propagation: "rslave" } },
      { type: "tmpfs", target: "/tmp", tmpfs: { size: random.pick(["10m", 4096]), mode: 0o755 } },
      { type: "volume", source: random.pick(names.volumes), target: "/named", volume: { nocopy: true, subpath: "s" } },
      { type: "bind", source: "x", target: "/x", read_only: true, bind: { create_host_path: false } },
    ],
    1,
    4,
  );

const references =
  (part: "configs" | "secrets"): Make =>
  (random, names) =>
    random.some(names[part], 1, 2).map((name, index) =>
      random.pick<unknown>([
        name,
        { source: name },
        {
          source: name,
          target: `/etc/${name}-${index}`,
          uid: "1",
          gid: "2",
          mode: random.pick<unknown>([0o440, "0400"]),
        },
      ]),
    );

const dependencies: Make = (random, names) => {
  const used = random.some(names.services, Math.min(1, names.services.length), 2);
  if (random.chance(50)) return used;
  const condition = ["service_started", "service_healthy", "service_completed_successfully"];
  return Object.fromEntries(
    used.map((name) => [
      name,
      {
        condition: random.pick(condition),
        ...(random.chance(30) ? { restart: true } : {}),
        ...(random.chance(30) ? { required: random.pick([true, false]) } : {}),
      },
    ]),
  );
};

const networks: Make = (random, names) => {
  const used = random.some(names.networks, 1, 2);
  if (random.chance(50)) return used;
  return Object.fromEntries(
    used.map((name) => [
      name,
      random.pick<unknown>([
        null,
        {},
        { aliases: random.some(words, 1, 2) },
        { ipv4_address: "10.0.0.5", priority: 10, mac_address: "02:42:ac:11:00:02" },
        { driver_opts: { a: "1", b: 2 }, gw_priority: 3, interface_name: "eth9" },
      ]),
    ]),
  );
};

const build: Make = (random) =>
  random.pick<unknown>([
    ".",
    "./ctx",
    "https://example.org/r.git#main",
    {
      context: random.pick([".", "../ctx", "./a/b"]),
      ...(random.chance(40) ? { dockerfile: "Other" } : {}),
      ...(random.chance(50) ? { args: pairs(random, none) } : {}),
      ...(random.chance(30) ? { labels: pairs(random, none) } : {}),
      ...(random.chance(30) ? { target: word(random, none) } : {}),
      ...(random.chance(30) ? { tags: random.some(words, 1, 2), cache_from: ["c"], no_cache: true } : {}),
      ...(random.chance(30) ? { additional_contexts: { one: "./one", two: "docker-image://x" } } : {}),
      ...(random.chance(20) ? { shm_size: random.pick(sizes), network: "host", extra_hosts: ["h=1.2.3.4"] } : {}),
    },
    { dockerfile_inline: "FROM x\nRUN y\n" },
  ]);

const deploy: Make = (random) => ({
  ...(random.chance(40) ? { replicas: random.below(4) } : {}),
  ...(random.chance(30) ? { labels: pairs(random, none) } : {}),
  ...(random.chance(40)
    ? {
        resources: {
          limits: { cpus: random.pick<unknown>(["0.5", "2"]), memory: random.pick(sizes), pids: 100 },
          reservations: { cpus: "0.25", devices: [{ capabilities: ["gpu"], count: random.pick<unknown>([1, "all"]) }] },
        },
      }
    : {}),
  ...(random.chance(30)
    ? { restart_policy: { condition: "on-failure", delay: "5s", max_attempts: 3, window: "2m" } }
    : {}),
  ...(random.chance(30)
    ? { update_config: { parallelism: random.below(3), order: "start-first", max_failure_ratio: 0.5, monitor: "10s" } }
    : {}),
  ...(random.chance(20) ? { placement: { constraints: ["node.role==manager"], preferences: [{ spread: "a" }] } } : {}),
  ...(random.chance(20) ? { mode: "replicated", endpoint_mode: "vip" } : {}),
});

const healthcheck: Make = (random) =>
  random.pick<unknown>([
    { disable: true },
    { test: ["NONE"] },
    {
      test: random.pick<unknown>(["curl -f localhost", ["CMD", "x", "y"], ["CMD-SHELL", "x || y"]]),
      interval: random.pick(durations),
      timeout: random.pick(durations),
      retries: random.pick<unknown>([0, 3, "5"]),
      ...(random.chance(40) ? { start_period: random.pick(durations), start_interval: "1s" } : {}),
    },
  ]);

const ulimits: Make = (random) =>
  Object.fromEntries(
    random
      .some(["nproc", "nofile", "core"])
      .map((name) => [name, random.pick<unknown>([100, "200", { soft: 1, hard: 2 }, { soft: 0, hard: 0 }])]),
  );

/** Attributes of a service with a generator for their values. */
export const serviceAttributes: Readonly<Record<string, Make>> = {
  annotations: pairs,
  attach: flag,
  build,
  cap_add: (random) => random.some(["NET_ADMIN", "SYS_TIME", "ALL"]),
  cap_drop: (random) => random.some(["MKNOD", "CHOWN"]),
  command,
  configs: references("configs"),
  cpu_shares: oneOf(10, "20"),
  cpus: oneOf(0.5, "1.5", 2),
  cpuset: oneOf("0-1", "0,1"),
  depends_on: dependencies,
  deploy,
  devices: (random) =>
    random.some(["/dev/a:/dev/b:r", "/dev/c", { source: "/dev/d", target: "/dev/e", permissions: "rw" }]),
  dns: oneOf("1.1.1.1", ["8.8.8.8", "9.9.9.9"]),
  dns_opt: (random) => random.some(["use-vc", "no-tld-query"]),
  dns_search: oneOf("a.example", ["b.example", "c.example"]),
  domainname: word,
  entrypoint: command,
  env_file: oneOf(
    "a.env",
    ["a.env", "b.env"],
    [
      { path: "b.env", required: true },
      { path: "no.env", required: false },
    ],
  ),
  environment: pairs,
  expose: (random) => random.some(["80", 81, "90-92", "82/udp"]),
  extra_hosts: oneOf(["h=1.2.3.4", "i=5.6.7.8"], { h: "1.2.3.4", j: ["1.1.1.1", "::1"] }),
  gpus: oneOf([{ count: 2, driver: "nvidia" }], [{ device_ids: ["0"], capabilities: ["gpu"], options: { a: "b" } }]),
  healthcheck,
  hostname: word,
  init: flag,
  ipc: oneOf("host", "private"),
  labels: pairs,
  logging: oneOf({ driver: "json-file", options: { a: "1", b: 2 } }, { driver: "none" }, { options: { c: "3" } }),
  mac_address: oneOf("02:42:ac:11:00:03"),
  mem_limit: (random) => random.pick<unknown>([...sizes, 4096]),
  mem_reservation: (random) => random.pick(sizes),
  memswap_limit: oneOf(-1, "1g"),
  mem_swappiness: oneOf(10, "60"),
  networks,
  oom_kill_disable: flag,
  oom_score_adj: oneOf(-500, "100"),
  pid: oneOf("host"),
  pids_limit: oneOf(-1, 100, "50"),
  platform: oneOf("linux/amd64", "linux/arm64"),
  ports,
  post_start: oneOf(
    [{ command: ["a", "b"], user: "root", environment: { A: "1" } }],
    [{ command: "a b", working_dir: "/" }],
  ),
  pre_stop: oneOf([{ command: "stop it", privileged: true, environment: ["B=1"] }]),
  privileged: flag,
  pull_policy: oneOf("always", "missing", "if_not_present", "every_2h", "daily"),
  read_only: flag,
  restart: oneOf("no", "always", "unless-stopped", "on-failure:3"),
  runtime: word,
  secrets: references("secrets"),
  shm_size: (random) => random.pick(sizes),
  stdin_open: flag,
  stop_grace_period: (random) => random.pick(durations),
  stop_signal: oneOf("SIGTERM", "SIGUSR1"),
  storage_opt: oneOf({ size: "1G" }),
  sysctls: oneOf({ "net.core.somaxconn": 1024 }, ["net.ipv4.tcp_syncookies=0", "net.core.somaxconn=1"]),
  tmpfs: oneOf("/run", ["/run", "/var/run:size=1m"]),
  tty: flag,
  ulimits,
  user: oneOf("root", "1000:1000", "0"),
  userns_mode: oneOf("host"),
  volumes: mounts,
  working_dir: oneOf("/app", "./rel"),
  develop: oneOf({
    watch: [
      { path: "./src", action: "sync", target: "/src", ignore: ["a/"] },
      { path: "p.json", action: "rebuild" },
    ],
  }),
  "x-own": oneOf({ a: 1, b: [1, 2] }, { a: { c: true } }, { b: [3] }),
};
