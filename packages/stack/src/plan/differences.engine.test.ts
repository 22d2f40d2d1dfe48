import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import type { Project, Service } from "@slipway/compose";
import { type ContainerInspect, connectEngine, type ImageInspect, packFiles } from "@slipway/engine";
import { type ContainerRequest, containerCreate } from "../convert/container.ts";
import { networkCreate } from "../convert/network.ts";
import { volumeCreate } from "../convert/volume.ts";
import { containerLabels } from "../labels.ts";
import { differences } from "./differences.ts";

const image = "busybox:1.36";
const unique = createHash("sha256").update(`${process.pid} ${performance.timeOrigin}`).digest("hex").slice(0, 8);
/** Built from the other one: an image that brings everything an image can bring. */
const rich = `differ-${unique}:rich`;
const engine = connectEngine({ env: process.env });
const made: string[] = [];

const project: Project = {
  name: `differ-${unique}`,
  workingDir: "/srv/demo",
  composeFiles: ["/srv/demo/compose.yaml"],
  envFiles: [],
  environment: {},
  profiles: [],
  services: {},
  disabledServices: {},
  networks: {
    default: { name: `differ-${unique}_default` },
    back: { name: `differ-${unique}_back`, ipam: { config: [{ subnet: "10.211.7.0/24" }] } },
  },
  volumes: { data: { name: `differ-${unique}_data`, labels: { keep: "yes" } } },
  configs: {},
  secrets: { key: { name: "key", file: "/etc/hostname" } },
  models: {},
  extensions: {},
};

function service(keys: Partial<Service>): Service {
  return {
    name: "web",
    image,
    command: ["sleep", "1000"],
    ...(keys.network_mode ? {} : { networks: { default: null } }),
    ...keys,
  };
}

interface Run {
  readonly request: ContainerRequest;
  readonly live: ContainerInspect;
  readonly image: ImageInspect | undefined;
}

/** Creates the container of a service as `up` does, and looks at it. */
async function run(
  keys: Partial<Service>,
  volumes: readonly { name: string; destination: string }[] = [],
): Promise<Run> {
  const wanted = service(keys);
  const request = await requestOf(wanted, volumes);
  const { Id } = await engine.containers.create(request.body, { name: `differ-${unique}-${made.length}` });
  made.push(Id);
  for (const { network, endpoint } of request.connect) await engine.networks.connect(network, Id, endpoint);
  return {
    request,
    live: await engine.containers.inspect(Id),
    image: await engine.images.inspect(wanted.image ?? image),
  };
}

async function requestOf(
  wanted: Service,
  inheritedVolumes: readonly { name: string; destination: string }[] = [],
): Promise<ContainerRequest> {
  return containerCreate({
    project,
    service: wanted,
    number: 1,
    name: "web-1",
    labels: containerLabels(project, wanted, { number: 1, oneOff: false, configHash: "0" }),
    apiVersion: await engine.apiVersion(),
    namespaces: {},
    volumesFrom: [],
    inheritedVolumes,
    image: await engine.images.inspect(wanted.image ?? image),
    imageRef: wanted.image ?? image,
  });
}

beforeAll(async () => {
  for (const key of Object.keys(project.networks)) await engine.networks.create(networkCreate(project, key));
  await engine.volumes.create(volumeCreate(project, "data"));
  const dockerfile = [
    `FROM ${image}`,
    "ENV HOME=/home/app MODE=image",
    "LABEL vendor=image tier=image",
    "EXPOSE 80 8080/udp",
    "VOLUME /var/lib/app /var/log",
    "USER 1000",
    "WORKDIR /home/app",
    "STOPSIGNAL SIGQUIT",
    "HEALTHCHECK --interval=7s --retries=9 CMD true",
    'ENTRYPOINT ["env"]',
    'CMD ["sleep", "1000"]',
  ].join("\n");
  const context = await packFiles([{ path: "Dockerfile", content: dockerfile }]);
  for await (const _ of engine.images.build({ context: only(context), tags: [rich] }));
});

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes;
}

afterAll(async () => {
  for (const id of made) await engine.containers.remove(id, { force: true, volumes: true });
  for (const { name } of Object.values(project.networks)) await engine.networks.remove(name);
  await engine.volumes.remove(project.volumes.data?.name ?? "");
  await engine.images.remove(rich, { force: true });
  engine.close();
});

const services: Readonly<Record<string, Partial<Service>>> = {
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
    networks: { default: { aliases: ["front", "www"] }, back: { priority: 10, ipv4_address: "10.211.7.77" } },
  },
  "a MAC address": { mac_address: "02:42:ac:11:65:43" },
  "the host's network": { network_mode: "host" },
  "no network": { network_mode: "none" },
  "the engine's bridge": { network_mode: "bridge" },
  "shared namespaces of the host": { pid: "host", ipc: "host", uts: "host", network_mode: "host" },
  "private namespaces": { ipc: "shareable", cgroup: "private" },
};

const onRichImage: Readonly<Record<string, Partial<Service>>> = {
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

describe("a container made from exactly what is wanted has no differences", () => {
  for (const [title, keys] of Object.entries(services)) {
    test(title, async () => {
      const { request, live, image: found } = await run(keys);
      expect(differences(request.body, live, found, request.connect)).toEqual([]);
      expect(differences(request.body, live, found)).toEqual([]);
    });
  }

  for (const [title, keys] of Object.entries(onRichImage)) {
    test(`on an image with everything: ${title}`, async () => {
      const { request, live, image: found } = await run({ image: rich, ...keys });
      expect(differences(request.body, live, found, request.connect)).toEqual([]);
    });
  }

  test("also when it took over a volume of its image", async () => {
    const first = await run({ image: rich, command: null });
    const name = first.live.Mounts.find(({ Destination }) => Destination === "/var/log")?.Name ?? "";
    const second = await run({ image: rich, command: null }, [{ name, destination: "/var/log" }]);
    expect(second.live.Mounts.find(({ Destination }) => Destination === "/var/log")?.Name).toBe(name);
    expect(differences(first.request.body, second.live, second.image)).toEqual([]);
  });

  test("also when it runs", async () => {
    const {
      request,
      live,
      image: found,
    } = await run({
      restart: "unless-stopped",
      networks: { default: { aliases: ["front"] }, back: null },
      ports: [{ mode: "ingress", target: 80, protocol: "tcp" }],
      volumes: [{ type: "volume", target: "/anonymous" }],
    });
    await engine.containers.start(live.Id);
    expect(differences(request.body, await engine.containers.inspect(live.Id), found, request.connect)).toEqual([]);
  });

  test("also when it took over an anonymous volume", async () => {
    const keys: Partial<Service> = { volumes: [{ type: "volume", target: "/anonymous" }] };
    const first = await run(keys);
    const volume = first.live.Mounts.find(({ Destination }) => Destination === "/anonymous")?.Name ?? "";
    const second = await run(keys, [{ name: volume, destination: "/anonymous" }]);
    expect(second.live.Mounts.map(({ Name }) => Name)).toEqual([volume]);
    expect(differences(first.request.body, second.live, second.image)).toEqual([]);
  });
});

describe("what changed is named", () => {
  const same = new Set([
    "nothing but a command",
    "a command that is an empty list",
    "no limit of processes",
    "restart never",
    "no init",
    "an empty entrypoint",
  ]);
  // What the engine answers here depends on how it is set up, so that its own value is no finding.
  const unseenWhenRemoved = new Set(["a MAC address", "logging", "logging options alone", "private namespaces"]);

  for (const [title, keys] of Object.entries(services)) {
    if (same.has(title)) continue;
    test(`${title}: added`, async () => {
      const bare = await run({});
      const request = await requestOf(service(keys));
      expect(differences(request.body, bare.live, bare.image, request.connect)).not.toEqual([]);
    });
    if (unseenWhenRemoved.has(title)) continue;
    test(`${title}: removed`, async () => {
      const full = await run(keys);
      const request = await requestOf(service({}));
      expect(differences(request.body, full.live, full.image, request.connect)).not.toEqual([]);
    });
  }

  async function changes(before: Partial<Service>, after: Partial<Service>): Promise<ReturnType<typeof differences>> {
    const { live, image: found } = await run(before);
    const request = await requestOf(service(after));
    return differences(request.body, live, found, request.connect);
  }

  test("the values of variables are never told", async () => {
    const found = await changes(
      { environment: { A: "old-secret", B: "1" } },
      { environment: { A: "new-secret", C: "2" } },
    );
    expect(found).toEqual([{ key: "environment.A" }, { key: "environment.C" }, { key: "environment.B" }]);
  });

  test("a port, a volume and a limit with what they were and will be", async () => {
    const port = (published: string): NonNullable<Service["ports"]> => [
      { mode: "ingress", target: 80, published, protocol: "tcp" },
    ];
    const found = await changes(
      { ports: port("39080"), mem_limit: "67108864", volumes: [{ type: "bind", source: "/tmp", target: "/x" }] },
      {
        ports: port("39081"),
        mem_limit: "134217728",
        volumes: [{ type: "bind", source: "/tmp", target: "/x", read_only: true }],
      },
    );
    expect(found).toEqual([
      { key: "volumes", from: "/tmp:/x", to: "/tmp:/x:ro" },
      { key: "ports", from: "39080:80/tcp", to: "39081:80/tcp" },
      { key: "mem_limit", from: "64m", to: "128m" },
    ]);
  });

  test("another image name, and then nothing that came with the old image", async () => {
    const { live } = await run({ image: rich, command: null });
    const request = await requestOf(service({ command: null }));
    expect(differences(request.body, live, await engine.images.inspect(image), request.connect)).toEqual([
      { key: "image", from: rich, to: image },
    ]);
  });

  test("the same name with another image behind it, by short ids", async () => {
    const { request, live, image: found } = await run({});
    const renewed = { ...live, Image: `sha256:${"0".repeat(64)}` };
    expect(differences(request.body, renewed, found)).toEqual([
      { key: "image", from: "000000000000", to: found?.Id.slice(7, 19) ?? "" },
    ]);
  });
});
